package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --activations}: what it changes, and what goes with what. */
class ActivationsOptionTest {
    private static final String LLAMA = "src/test/resources/fixtures/families/llama";

    private static CommandLineRun logits(String... more) {
        return CommandLineRun.of(
                Stream.concat(Stream.of("logits", "-m", LLAMA, "--ids", "5,6,7", "--format", "json"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static JsonNode json(CommandLineRun run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    private static double difference(JsonNode one, JsonNode other) {
        double largest = 0;
        for (int i = 0; i < one.get("logits").size(); i++) {
            largest = Math.max(
                    largest,
                    Math.abs(one.get("logits").get(i).asDouble()
                            - other.get("logits").get(i).asDouble()));
        }
        return largest;
    }

    @Test
    void eachKindGivesItsOwnLogits() throws IOException {
        JsonNode floats = json(logits("--activations", "float"));
        JsonNode exact = json(logits("--activations", "exact"));
        JsonNode fast = json(logits("--activations", "fast"));
        assertThat(json(logits())).isEqualTo(exact);
        assertThat(difference(floats, exact)).isPositive().isLessThan(2e-3);
        assertThat(difference(floats, fast)).isGreaterThan(0.01);
        assertThat(difference(json(logits("--as-is")), fast)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXACT", "int8", ""})
    void otherKindsEndWithTwo(String kind) {
        CommandLineRun run = logits("--activations", kind);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--activations").contains("one of exact, fast, float");
    }

    @ParameterizedTest
    @CsvSource({
        "--as-is, exact, '--as-is runs untouched'",
        "--as-is, float, '--as-is runs untouched'",
        "--fast-int4, float, '--fast-int4 rounds to 8 bits'"
    })
    void whatContradictsIsRefused(String option, String kind, String sentence) {
        CommandLineRun run = logits(option, "--activations", kind);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence, "leave one of them out");
    }

    @ParameterizedTest
    @CsvSource({
        "exact, exact: 15 products round them to 8 bits and take what that leaves as a second row",
        "fast, fast: 15 products round them to 8 bits",
        "float, float: no product with few-bit weights rounds them"
    })
    void inspectSaysWhatBecomesOfThem(String kind, String sentence) throws IOException {
        String[] inspect = {"inspect", LLAMA, "--activations", kind};
        assertThat(CommandLineRun.of(inspect).out()).contains("activations  " + sentence);
        String[] json = {"inspect", LLAMA, "--json", "--activations", kind};
        assertThat(json(CommandLineRun.of(json)).get("activations").asText()).isEqualTo(sentence);
    }

    @Test
    void wholeTensorsThatAreRoundedAreNamed() throws IOException {
        JsonNode dynamic =
                json(CommandLineRun.of("inspect", "src/test/resources/fixtures/families/llama-dynamic", "--json"));
        assertThat(dynamic.get("activations").asText())
                .startsWith("exact: no product rounds them; ")
                .contains("DynamicQuantizeLinear")
                .endsWith(" round whole tensors, whatever the setting");
        JsonNode floats =
                json(CommandLineRun.of("inspect", "src/test/resources/fixtures/families/llama-float", "--json"));
        assertThat(floats.get("activations").asText()).isEqualTo("exact: no product rounds them");
    }

    @Test
    void runsAreTimedAgainstOtherActivations() throws IOException {
        String[] bench = {
            "bench",
            "-m",
            LLAMA,
            "--past",
            "8",
            "--prompt-tokens",
            "8",
            "--steps",
            "4",
            "--rounds",
            "1",
            "--rows",
            "2",
            "--against",
            "fast",
            "--json"
        };
        JsonNode root = json(CommandLineRun.of(bench));
        assertThat(root.get("activations").asText()).isEqualTo("exact");
        assertThat(root.get("prefill").get("ms_fast").get("min").asDouble()).isPositive();
        assertThat(root.get("lone_step").get(0).get("ratio").get("min").asDouble())
                .isPositive();
        bench[bench.length - 2] = "slow";
        CommandLineRun run = CommandLineRun.of(bench);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--against").contains("as-is, exact, fast, float");
    }
}
