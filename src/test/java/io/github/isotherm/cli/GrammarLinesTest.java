package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code grammar} without options: JSON Lines in, JSON Lines out. */
class GrammarLinesTest {
    private static JsonNode answer(String line) throws IOException {
        CommandLineRun run = CommandLineRun.with(line + "\n", "grammar");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        return JsonMapper.builder().build().readTree(run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"json_schema\":{\"type\":\"integer\"},\"texts\":[\"1\",\"x\",\"1.0\"]}               | [true,false,false]",
                "{\"json_schema\":{\"type\":\"integer\"},\"open\":true,\"texts\":[\"1\",\"1.0\"]}       | [true,true]",
                "{\"json_schema\":true,\"texts\":[\"[]\",\"[\"]}                                        | [true,false]",
                "{\"regex\":\"a+\",\"texts\":[\"aa\",\"\",\"aab\"]}                                     | [true,false,false]",
                "{\"choice\":[\"a\",\"bc\"],\"texts\":[\"bc\",\"b\"]}                                   | [true,false]",
                "{\"gbnf\":\"root ::= [a-z]\",\"texts\":[\"q\",\"Q\"]}                                  | [true,false]",
                "{\"regex\":\".\",\"texts\":[\"\\ud83d\\ude00\",\"\\ud800\"]}                           | [true,false]",
                "{\"regex\":\"a\"}                                                                      | []",
            })
    void saysWhichTextsFit(String line, String accepted) throws IOException {
        assertThat(answer(line).get("accepted").toString()).isEqualTo(accepted);
    }

    @Test
    void theOrderIsTheLines() throws IOException {
        String line = "{\"json_schema\":{\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}},"
                + "\"order\":\"%s\",\"texts\":[\"{\\\"b\\\":null,\\\"a\\\":null}\"]}";
        assertThat(answer(String.format(line, "schema")).get("accepted").toString())
                .isEqualTo("[false]");
        assertThat(answer(String.format(line, "any")).get("accepted").toString())
                .isEqualTo("[true]");
    }

    @Test
    void whatIsNotEnforcedIsListedWithItsPlace() throws IOException {
        assertThat(answer("{\"json_schema\":{\"items\":{\"format\":\"color\"}}}")
                        .get("not_enforced")
                        .toString())
                .isEqualTo("[{\"keyword\":\"format\",\"what\":\"color\",\"place\":\"#/items\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7",
                "\"seven\"",
                "null",
                "1.10",
                "123456789012345678901234567890",
                "1e400",
                "[1, {\"a\":\"\\ud800\"}]"
            })
    void theIdComesBackAsItWasWritten(String id) {
        for (String rest : new String[] {"\"regex\":\"a\"", "\"regex\":\"(\""}) {
            String first = "{\"id\": " + id + " ," + rest + "}\n";
            String last = "{" + rest + ",\"id\":" + id + "}\n";
            assertThat(CommandLineRun.with(first + last, "grammar").out().lines())
                    .hasSize(2)
                    .allSatisfy(answer -> assertThat(answer).startsWith("{\"id\":" + id + ",\""));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"json_schema\":{\"items\":{\"type\":\"x\"}}} | \"type\" at #/items         | type  | #/items",
                "{\"json_schema\":{\"$ref\":\"o.json\"}} | another document               | $ref        | #",
                "{\"regex\":\"a(\"}                     | is not closed                   | (           | column 2",
                "{\"gbnf\":\"root ::= x\"}              | not defined                     | x           | line 1, column 10",
                "{\"choice\":[]}                        | has no texts                    | choice      | ''",
                "{}                                     | exactly one of json_schema, regex | ''        | ''",
                "{\"regex\":\"a\",\"gbnf\":\"b\"}       | regex and gbnf                  | ''          | ''",
                "{\"regex\":\"a\",\"text\":[]}          | unknown key \"text\"            | text        | ''",
                "{\"regex\":\"a\",\"regex\":\"b\"}      | stands twice                    | regex       | ''",
                "{\"json_schema\":{\"x\":[{\"b\":1,\"b\":2}]}} | stands twice in the object at #/x/0 | b | #/x/0",
                "{\"json_schema\":null}                 | json_schema is null             | json_schema | ''",
                "{\"json_schema\":\"{}\"}               | is no schema                    | ''          | #",
                "{\"json_schema\":{\"minimum\":1e99999999999}} | exponent that is too large | ''       | #/minimum",
                "{\"json_schema\":{},\"order\":\"x\"}   | neither \"schema\" nor \"any\"  | order       | ''",
                "{\"json_schema\":{},\"open\":1}        | neither true nor false          | open        | ''",
                "{\"regex\":1}                          | regex is no text                | regex       | ''",
                "{\"choice\":[\"a\",1]}                 | Entry 2 of choice               | choice      | ''",
                "{\"regex\":\"a\",\"texts\":\"a\"}      | texts is no list                | texts       | ''",
                "[1]                                    | no JSON object                  | ''          | ''",
            })
    void whatIsRefusedIsAnsweredByKeywordAndPlace(String line, String words, String keyword, String place)
            throws IOException {
        JsonNode answer = answer(line);
        assertThat(answer.get("error").asText()).contains(words).doesNotContain("\n");
        assertThat(answer.get("keyword").asText()).isEqualTo(keyword);
        assertThat(answer.get("place").asText()).isEqualTo(place);
        assertThat(answer.has("accepted")).isFalse();
    }

    @Test
    void aLineThatIsNoJsonEndsItBehindTheAnswersBefore() {
        CommandLineRun run = CommandLineRun.with("{\"regex\":\"a\"}\n\n{\"regex\":\n{\"regex\":\"b\"}\n", "grammar");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("{\"id\":null,\"accepted\":[],\"not_enforced\":[]}\n");
        assertThat(run.err()).startsWith("isotherm: Line 3 is malformed JSON").hasLineCount(1);
        assertThat(CommandLineRun.with("{\"regex\":\"a\"} {}", "grammar").code())
                .isEqualTo(2);
    }

    @Test
    @Timeout(60)
    void hostileLinesAreAnsweredAndTheNextOneToo() throws IOException {
        int deep = 100_000;
        String[] hostile = {
            "{\"id\":1,\"json_schema\":" + "[".repeat(deep) + "]".repeat(deep) + "}",
            "{\"id\":1,\"json_schema\":" + "{\"not\":".repeat(900) + "{}" + "}".repeat(900) + "}",
            "{\"id\":1,\"json_schema\":true,\"texts\":[\"" + "[".repeat(deep) + "\"]}",
            "{\"id\":1,\"json_schema\":{\"const\":" + "1".repeat(deep) + "}}",
            "{\"id\":1,\"regex\":\"" + "(".repeat(deep) + "\"}",
            "{\"id\":1,\"regex\":\"(a+)+(a|a)*\\\\1\",\"texts\":[\"" + "a".repeat(deep) + "b\"]}",
        };
        CommandLineRun run =
                CommandLineRun.with(String.join("\n", hostile) + "\n{\"id\":2,\"regex\":\"a\"}\n", "grammar");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().limit(hostile.length))
                .hasSize(hostile.length)
                .allSatisfy(answer -> assertThat(answer).startsWith("{\"id\":1,\"error\":\""));
        assertThat(run.out()).endsWith("{\"id\":2,\"accepted\":[],\"not_enforced\":[]}\n");
    }

    @Test
    @Timeout(60)
    void anAnswerComesBeforeTheNextLineIsWritten() throws Exception {
        PipedInputStream in = new PipedInputStream();
        PipedInputStream answers = new PipedInputStream();
        BufferedWriter lines =
                new BufferedWriter(new OutputStreamWriter(new PipedOutputStream(in), StandardCharsets.UTF_8));
        try (PrintStream out = new PrintStream(new PipedOutputStream(answers), false, StandardCharsets.UTF_8);
                BufferedReader read = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8))) {
            Terminal terminal = new Terminal(in, out, System.err, false, Map.of());
            CompletableFuture<Integer> code =
                    CompletableFuture.supplyAsync(() -> CommandLineProgram.run(terminal, "grammar"));
            for (int i = 0; i < 3; i++) {
                lines.write("{\"id\":" + i + ",\"regex\":\"a\",\"texts\":[\"a\"]}\n");
                lines.flush();
                assertThat(read.readLine()).isEqualTo("{\"id\":" + i + ",\"accepted\":[true],\"not_enforced\":[]}");
            }
            lines.close();
            assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
        }
    }
}
