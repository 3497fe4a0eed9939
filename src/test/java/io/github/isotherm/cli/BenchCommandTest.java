package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private static final String MODEL = "src/test/resources/fixtures/tiny-gqa";

    private static CommandLineRun bench(String... more) {
        String[] args = {"bench", "-m", MODEL, "--prompt-tokens", "8", "--steps", "4", "--rounds", "2", "--rows", "1,3"
        };
        String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return CommandLineRun.of(all);
    }

    @Test
    void everyFigureInOneObject() throws IOException {
        CommandLineRun run = bench("--json", "--threads", "1");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode root = JsonMapper.builder().build().readTree(run.out());
        assertThat(root.get("threads").asInt()).isEqualTo(1);
        assertThat(root.get("spinning").asBoolean()).isTrue();
        for (String name : new String[] {"prefill_ms", "first_token_ms", "step_ms", "runtime_step_ms"}) {
            JsonNode timing = root.get(name);
            assertThat(timing.get("min").asDouble()).as(name).isPositive();
            assertThat(timing.get("median").asDouble())
                    .isGreaterThanOrEqualTo(timing.get("min").asDouble());
        }
        assertThat(root.get("loop_overhead").get("min").asDouble()).isPositive();
        assertThat(root.get("loop_overhead_with_logprobs").get("min").asDouble())
                .isPositive();
        assertThat(root.get("rows")).hasSize(2);
        assertThat(root.get("rows").get(1).get("rows").asInt()).isEqualTo(3);
        assertThat(root.get("state_bytes").asLong()).isPositive();
    }

    @Test
    void aTableForPeople() {
        CommandLineRun run = bench("--no-spinning");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("tiny-gqa, ")
                .contains("loop over runtime")
                .contains("rows: 3")
                .doesNotContain("spinning");
    }

    @Test
    void valuesOutOfRangeEndWithTwo() {
        assertThat(bench("--threads", "0").code()).isEqualTo(2);
        assertThat(CommandLineRun.of("bench", "-m", MODEL, "--steps", "1").code())
                .isEqualTo(2);
        assertThat(CommandLineRun.of("bench", "-m", MODEL, "--rows", "0").code())
                .isEqualTo(2);
    }

    @Test
    void aComparisonIsTimedAgainstSingleCompletions() throws IOException {
        CommandLineRun run = bench("--temperatures", "0.5,1,2", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode compared = JsonMapper.builder().build().readTree(run.out()).get("comparison");
        assertThat(compared.get("temperatures")).hasSize(3);
        double together = compared.get("together_ms").get("min").asDouble();
        double apart = compared.get("apart_ms").get("min").asDouble();
        assertThat(together).isPositive();
        assertThat(apart).isPositive();
        assertThat(compared.get("ratio").get("median").asDouble())
                .isGreaterThanOrEqualTo(compared.get("ratio").get("min").asDouble());
        assertThat(bench("--temperatures", "0.5,1,2").out()).contains("3 temperatures, compare", "ratio");
        assertThat(bench().out()).doesNotContain("temperatures");
        assertThat(bench("--temperatures", "-1").code()).isEqualTo(2);
    }
}
