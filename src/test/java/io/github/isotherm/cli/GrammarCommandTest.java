package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarCommandTest {
    private static final String PERSON = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
            + "\"age\":{\"type\":\"integer\"}},\"required\":[\"name\",\"age\"]}";

    @TempDir
    private Path folder;

    private static CommandLineRun grammar(String... more) {
        String[] line = new String[more.length + 1];
        line[0] = "grammar";
        System.arraycopy(more, 0, line, 1, more.length);
        return CommandLineRun.of(line);
    }

    private static int code(String... more) {
        return grammar(more).code();
    }

    @Test
    void saysWhatASchemaAllowsAndDoesNotEnforce() {
        CommandLineRun run = grammar("--json-schema", "{\"const\":{\"a\":[1]},\"format\":\"color\"}");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("JSON schema, compiled in ")
                .contains("shortest text  \"{\\\"a\\\":[1]}\", 9 bytes\n")
                .contains("begins with    '{'\n")
                .contains("not enforced   format at the root: color\n");
    }

    @Test
    void aGrammarThatNothingFitsSaysSo() {
        CommandLineRun run = grammar("--json-schema", "false");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("none: no text fits");
    }

    @Test
    void theShortestTextOfManyBytesIsToldByItsLength() {
        assertThat(grammar("--regex", "a{1000}").out()).contains("\"" + "a".repeat(1000) + "\", 1,000 bytes");
        assertThat(grammar("--regex", "a{1001}").out()).contains("shortest text  1,001 bytes\n");
        assertThat(grammar("--json-schema", "{\"type\":\"string\",\"minLength\":2000000000}")
                        .err())
                .contains("\"minLength\" at the schema's root asks for more than 32768");
    }

    @Test
    void pointsAtTheFirstByteThatDoesNotFit() {
        CommandLineRun run = grammar("--regex", "é日x\\d", "--text", "é日xy");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("text 1 does not fit from byte 6 on, line 1, column 4\n")
                .contains("    é日xy\n        ^\n")
                .contains("there may be: '0'–'9'\n");
    }

    @Test
    void aByteInsideACharacterIsPointedAtByThatCharacter() {
        assertThat(grammar("--choice", "aé", "--text", "aè").out())
                .contains("from byte 2 on, line 1, column 2\n")
                .contains("    aè\n     ^\n")
                .contains("there may be: byte 0xA9\n");
    }

    @Test
    void linesAreCountedAndControlCharactersWrittenOut() {
        assertThat(grammar("--choice", "a\nb\tc", "--text", "a\nb\td").out())
                .contains("from byte 4 on, line 2, column 3\n")
                .contains("    b\\td\n       ^\n");
    }

    @Test
    void aLongLineIsShownAroundThePlace() {
        String far = "x".repeat(500);
        assertThat(grammar("--regex", "x*y", "--text", far + "z" + far).out())
                .contains("    …" + "x".repeat(35) + "z" + "x".repeat(34) + "…\n" + " ".repeat(40) + "^\n")
                .contains("there may be: 'x', 'y'\n");
    }

    @Test
    void aBeginningThatFitsIsToldApartFromAMisfit() {
        CommandLineRun run = grammar("--choice", "abc", "--text", "ab", "--text", "abc", "--text", "abcd");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("text 1 is a beginning that fits; more must follow from byte 2 on, line 1, column 3\n")
                .contains("text 2 fits\n")
                .contains("text 3 does not fit from byte 3 on")
                .contains("there may be: the end\n");
    }

    @Test
    void theEmptyTextIsABeginningUnlessItMayEnd() {
        assertThat(code("--regex", "a*", "--text", "")).isZero();
        assertThat(grammar("--regex", "a+", "--text", "").out()).contains("more must follow from byte 0 on");
    }

    @Test
    void theCodeIsZeroWhereAllTextsFit() {
        assertThat(code("--regex", "a+", "--text", "a", "--text", "aa")).isZero();
        assertThat(code("--regex", "a+", "--text", "a", "--text", "b")).isEqualTo(1);
    }

    @Test
    void eachWayToStateAGrammarIsTaken() throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.json"), "{\"type\":\"null\"}");
        Path gbnf = Files.writeString(folder.resolve("a.gbnf"), "root ::= \"a\"+\n");
        assertThat(code("--json-schema", schema.toString(), "--text", "null")).isZero();
        assertThat(code("--json-schema", "@" + schema, "--text", "null")).isZero();
        assertThat(code("--json-schema", "true", "--text", "[1]")).isZero();
        assertThat(code("--gbnf", gbnf.toString(), "--text", "aa")).isZero();
        assertThat(code("--gbnf", "root ::= \"b\"", "--text", "b")).isZero();
        assertThat(code("--choice", "x", "--choice", "y", "--text", "y")).isZero();
        assertThat(code("--regex", "[xy]", "--text", "z")).isEqualTo(1);
    }

    @Test
    void openOrderAndPrettyChangeWhatFits() {
        String turned = "{\"age\":3,\"name\":\"A\"}";
        assertThat(code("--json-schema", PERSON, "--text", turned)).isEqualTo(1);
        assertThat(code("--json-schema", PERSON, "--text", turned, "--order", "any"))
                .isZero();
        String more = "{\"name\":\"A\",\"age\":3,\"more\":1}";
        assertThat(code("--json-schema", PERSON, "--text", more)).isEqualTo(1);
        assertThat(code("--json-schema", PERSON, "--text", more, "--open")).isZero();
        String lines = "{\n  \"name\": \"A\",\n  \"age\": 3\n}";
        assertThat(code("--json-schema", PERSON, "--text", lines)).isEqualTo(1);
        assertThat(code("--json-schema", PERSON, "--text", lines, "--pretty")).isZero();
    }

    @Test
    void aFilesLastNewlineIsNoPartOfItsText() throws IOException {
        for (String text : new String[] {"ab", "ab\n", "ab\r\n"}) {
            Path file = Files.writeString(folder.resolve("text"), text);
            assertThat(code("--choice", "ab", "--text-file", file.toString())).isZero();
        }
        Path two = Files.writeString(folder.resolve("text"), "ab\n\n");
        assertThat(code("--choice", "ab", "--text-file", two.toString())).isEqualTo(1);
    }

    @Test
    void jsonHasTheSame() throws IOException {
        CommandLineRun run = grammar("--choice", "ab", "--choice", "é", "--text", "ac", "--json");
        JsonNode root = JsonMapper.builder().build().readTree(run.out());
        assertThat(root.get("kind").asText()).isEqualTo("choice");
        assertThat(root.get("shortest_bytes").asInt()).isEqualTo(2);
        assertThat(root.get("next").toString()).isEqualTo("[\"'a'\",\"byte 0xC3\"]");
        JsonNode text = root.get("texts").get(0);
        assertThat(text.get("fits").asBoolean(true)).isFalse();
        assertThat(text.get("fitting_bytes").asInt()).isEqualTo(1);
        assertThat(text.get("next").toString()).isEqualTo("[\"'b'\"]");
    }

    @Test
    void numbersOfASchemaKeepAllDigits() {
        String number = "123456789012345678901234567890.000000000000000000001";
        assertThat(code("--json-schema", "{\"const\":" + number + "}", "--text", number))
                .isZero();
        assertThat(code("--json-schema", "{\"const\":" + number + "}", "--text", number.replaceAll("1$", "2")))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--regex a(                           | ( at column 2 is not closed",
                "--json-schema {\"type\":\"text\"}    | \"type\" at the schema's root",
                "--json-schema {\"items\":{\"minimum\":\"a\"}} | \"minimum\" at #/items is no number",
                "--json-schema {\"a\":1,\"a\":2}      | column 8: expected each name once",
                "--json-schema {\"a\":                | The JSON is malformed at line 1",
                "--json-schema no-such-file           | no-such-file cannot be read",
                "--gbnf no-such-file                  | no-such-file cannot be read",
                "--gbnf root::=x                      | x at line 1, column 8 is a rule that is not defined",
                "--regex a --choice b                 | --regex and --choice are given",
                "--regex a --open                     | how a JSON schema is read, and there is none",
                "--regex a --order any                | how a JSON schema is read, and there is none",
                "--regex a --pretty                   | how a JSON schema is read, and there is none",
                "--json-schema true --order down      | --order",
                "--text a                             | Options are given, but no grammar",
                "--model                              | Options are given, but no grammar",
                "--json                               | Options are given, but no grammar",
                "--json-schema false --model          | the shortest is none or too long",
                "--regex a --text-file no-such-file   | --text-file names \"no-such-file\"",
            })
    void mistakesAreOneSentenceAndCodeTwo(String line, String sentence) {
        CommandLineRun run = grammar(line.trim().split(" +"));
        assertThat(run.err()).startsWith("isotherm: ").contains(sentence);
        assertThat(run.err().trim().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }
}
