package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code apply} without arguments: JSON Lines in, JSON Lines out. */
class ApplyLinesTest {
    private static JsonNode answer(String line) throws IOException {
        CommandLineRun run = CommandLineRun.with(line + "\n", "apply");
        assertThat(run.out().lines()).hasSize(1);
        return JsonMapper.builder().build().readTree(run.out());
    }

    private static void assertNumbers(JsonNode array, double... expected) {
        assertThat(array.size()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] == Double.NEGATIVE_INFINITY) {
                assertThat(array.get(i).asText()).isEqualTo("-inf");
            } else {
                assertThat(array.get(i).asDouble()).isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    /** llama.cpp's test_top_p({0.1, 0.2, 0.3, 0.4}, {0.571429, 0.428571}, 0.7), by id. */
    @Test
    void anEndOfSequenceMayComeWhereAConstraintsTextIsWhole() throws IOException {
        String line = "{\"logits\":[0,0,0],\"tokens\":[\"a\",\"b\",\"x\"],\"end_of_sequence\":[2],\"history\":[%s],"
                + "\"chain\":[{\"choice\":[\"ab\"]}]}";
        assertThat(answer(String.format(line, "0")).get("kept").toString()).isEqualTo("[1]");
        assertThat(answer(String.format(line, "0,1")).get("kept").toString()).isEqualTo("[2]");
    }

    @Test
    void answersWithDenseDistributions() throws IOException {
        JsonNode answer = answer("{\"id\":\"a\",\"probabilities\":[0.1,0.2,0.3,0.4],\"chain\":[{\"top_p\":0.7}]}");
        assertThat(answer.get("id").asText()).isEqualTo("a");
        assertNumbers(answer.get("probabilities"), 0, 0, 0.428571, 0.571429);
        assertNumbers(
                answer.get("logits"), Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Math.log(0.3), Math.log(0.4));
        assertThat(answer.get("kept").toString()).isEqualTo("[2,3]");
        assertThat(answer.get("argmax").asInt()).isEqualTo(3);
        double entropy = -(3 / 7.0) * Math.log(3 / 7.0) - (4 / 7.0) * Math.log(4 / 7.0);
        assertThat(answer.get("entropy").asDouble()).isCloseTo(entropy, within(1e-6));
        assertThat(answer.get("effective").asDouble()).isCloseTo(Math.exp(entropy), within(1e-6));
        JsonNode step = answer.get("steps").get(0);
        assertThat(step.get("processor").asText()).isEqualTo("top_p");
        assertThat(step.get("kept").asInt()).isEqualTo(2);
        assertThat(step.get("mass").asDouble()).isCloseTo(0.7, within(1e-6));
        assertThat(answer.has("drawn")).isFalse();
    }

    /** After 1 0 | 1 the token 0 would be a repetition of one token; the text of 1 has a colon. */
    @Test
    void aBreakersTextIsLookedForInTheTokensOfTheLine() throws IOException {
        String line = "{\"logits\":[0,0],\"tokens\":[\"a\",\"):\"],\"history\":[1,0,1],\"chain\":[{\"dry\":"
                + "{\"multiplier\":1,\"allowed_length\":1,\"sequence_breakers\":[\"%s\"]}}]}";
        assertNumbers(answer(String.format(line, ":")).get("logits"), 0, 0);
        assertNumbers(answer(String.format(line, ";")).get("logits"), -1, 0);
    }

    @Test
    void theChainIsAppliedInTheOrderWritten() throws IOException {
        String line = "{\"logits\":[3,2,1],\"chain\":[%s]}";
        JsonNode first = answer(String.format(line, "{\"temperature\":0.5},{\"top_p\":{\"p\":0.8}}"));
        JsonNode last = answer(String.format(line, "{\"top_p\":{\"p\":0.8}},{\"temperature\":0.5}"));
        assertThat(first.get("kept").toString()).isEqualTo("[0]");
        assertThat(last.get("kept").toString()).isEqualTo("[0,1]");
    }

    @Test
    void historyAndPromptLengthReachThePenalties() throws IOException {
        String line = "{\"logits\":[1,1,1],\"history\":[0,1,77],\"prompt_length\":1,\"chain\":[{\"%s\":1}]}";
        assertNumbers(answer(String.format(line, "presence_penalty")).get("logits"), 1, 0, 1);
        assertNumbers(
                answer("{\"logits\":[2,2,2],\"history\":[0,1],\"chain\":[{\"repetition_penalty\":2}]}")
                        .get("logits"),
                1,
                1,
                2);
    }

    @Test
    void valuesBeyondJsonAreStrings() throws IOException {
        JsonNode answer = answer(
                "{\"logits\":[\"nan\",\"inf\",\"-inf\",0],\"chain\":[{\"repair\":{}},{\"logit_bias\":{\"bias\":{\"1\":\"-inf\"}}}]}");
        assertNumbers(answer.get("probabilities"), 0.5, 0, 0, 0.5);
        assertThat(answer.get("kept").toString()).startsWith("[0").doesNotContain("1,");
    }

    @Test
    void drawsAreKeyedBySeedAndStep() throws IOException {
        String line = "{\"logits\":[0,0,0,0],\"draws\":200%s}";
        String seeded = answer(String.format(line, ",\"seed\":5")).get("drawn").toString();
        assertThat(answer(String.format(line, ",\"seed\":5")).get("drawn")).hasToString(seeded);
        assertThat(answer(String.format(line, ",\"seed\":6")).get("drawn").toString())
                .isNotEqualTo(seeded);
        JsonNode chosen = answer(String.format(line, ""));
        long seed = chosen.get("seed").asLong();
        assertThat(answer(String.format(line, ",\"seed\":" + seed)).get("drawn"))
                .isEqualTo(chosen.get("drawn"));
        assertThat(seeded).contains("0").contains("1").contains("2").contains("3");
    }

    @Test
    void aBadLineDoesNotStopTheNextOne() {
        CommandLineRun run = CommandLineRun.with(
                "{\"id\":1,\"logits\":[1]}\n\n{\"id\":2,\"logits\":[]}\n{\"id\":\n{\"id\":4,\"logits\":[1]}\n",
                "apply");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out().lines().toList().get(1)).startsWith("{\"id\":2,\"error\":\"");
        assertThat(run.out().lines().toList().get(2)).startsWith("{\"id\":null,\"error\":\"The line is malformed JSON");
        assertThat(run.out().lines().toList().get(3)).startsWith("{\"id\":4,\"probabilities\":[1.0]");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aFineInputEndsWithCodeZero() {
        assertThat(CommandLineRun.with("{\"logits\":[1]}\n", "apply").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"logits\":[1,2]} trailing                              | malformed JSON",
                "{\"logits\":[1],\"logits\":[2]}                          | Duplicate",
                "[1,2]                                                    | no JSON object",
                "{\"chain\":[]}                                           | exactly one of logits and probabilities",
                "{\"logits\":[1],\"probabilities\":[1]}                   | exactly one of",
                "{\"logits\":[1],\"temprature\":1}                        | unknown key \"temprature\"",
                "{\"logits\":[1],\"chain\":{\"top_k\":1}}                 | chain is",
                "{\"logits\":[1],\"chain\":[{\"top_k\":1,\"top_p\":1}]}   | an object of one processor",
                "{\"logits\":[1],\"chain\":[{\"top_z\":1}]}               | no processor \"top_z\"",
                "{\"logits\":[1],\"chain\":[{\"top_k\":{\"q\":1}}]}       | has no parameter \"q\"",
                "{\"logits\":[1],\"chain\":[{\"top_k\":null}]}            | null",
                "{\"logits\":[1],\"chain\":[{\"temperature\":-1}]}        | temperature is -1",
                "{\"logits\":[\"nan\"]}                                   | NaN",
                "{\"logits\":[\"-inf\",\"-inf\"]}                         | no token is left",
                "{\"logits\":[\"many\"]}                                  | \"many\"",
                "{\"logits\":7}                                           | list of numbers",
                "{\"probabilities\":[1.5]}                                | between 0 and 1",
                "{\"logits\":[1],\"history\":[0],\"prompt_length\":2}     | prompt_length is 2",
                "{\"logits\":[1],\"end_of_sequence\":[1]}             | from 0 to 0",
                "{\"logits\":[1],\"history\":[0.5]}                       | whole number",
                "{\"logits\":[1],\"seed\":-1}                             | seed is -1",
                "{\"logits\":[1],\"draws\":-1}                            | draws is -1",
                "{\"logits\":[1,2],\"tokens\":[\"a\"]}                    | as many texts",
                "{\"logits\":[1],\"chain\":[{\"top_k\":1},{\"repair\":{}}]} | only stand first",
            })
    void mistakesAreAnsweredInOneSentence(String line, String words) throws IOException {
        JsonNode answer = answer(line);
        assertThat(answer.get("error").asText()).contains(words).doesNotContain("\n");
        assertThat(answer.size()).isEqualTo(2);
    }

    @Test
    void optionsThatSetAChainAreRefused() {
        CommandLineRun run = CommandLineRun.with("{\"logits\":[1]}", "apply", "-t", "0.5");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--temperature is given, but each line of JSON has its own chain");
    }

    @Test
    void aPluginThatIsNoFileIsNamed() {
        CommandLineRun run = CommandLineRun.with("{\"logits\":[1]}", "apply", "--plugins", "no/such.jar");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no/such.jar");
    }

    @Test
    void manyLinesStream() {
        String lines = IntStream.range(0, 2000)
                .mapToObj(i -> "{\"id\":" + i + ",\"logits\":[1,2,3],\"chain\":[{\"temperature\":0.5}]}")
                .collect(Collectors.joining("\n"));
        CommandLineRun run = CommandLineRun.with(lines, "apply");
        assertThat(run.out().lines()).hasSize(2000);
        assertThat(run.code()).isZero();
    }
}
