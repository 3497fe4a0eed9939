package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void figuresStandBesideThoseOfAnEarlierRun(@TempDir Path folder) throws IOException {
        Path old = Files.writeString(folder.resolve("old.json"), bench("--json").out());
        CommandLineRun run = bench("--compare", old.toString(), "--no-spinning");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("loop over runtime")
                .contains("Now over then")
                .contains("rows 3 step_ms")
                .contains("Not alike: spinning true then, false now.")
                .doesNotContain("Only");
        CommandLineRun json = bench("--compare", old.toString(), "--json");
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(json.out())
                        .get("compared")
                        .get("figures")
                        .get("step_ms")
                        .get("ratio")
                        .get("median")
                        .asDouble())
                .isPositive();
        CommandLineRun runs = bench("--compare", old.toString(), "--past", "4");
        assertThat(runs.code()).isEqualTo(2);
        assertThat(runs.err()).contains("measure the same");
        CommandLineRun none = bench("--compare", folder.resolve("none.json").toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("none.json, which cannot be read");
        CommandLineRun check = bench("--compare", old.toString(), "--check");
        assertThat(check.code()).isEqualTo(2);
        assertThat(check.err()).contains("--check measures no time");
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

    @Test
    void aCheckComparesEveryWayOfFeeding() throws IOException {
        String[] check = {"bench", "--check", MODEL, "--rounds", "2", "--rows", "3", "--threads", "1", "--seed", "5"};
        CommandLineRun run = CommandLineRun.of(check);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("tiny-gqa, 1 thread: ")
                .contains("cut, with others in the same runs")
                .endsWith(
                        "Equal to the bit: here the logits after a text depend on its ids alone, however they are fed.\n");
        JsonNode root = check("--json", "--threads", "1", "--rounds", "1");
        assertThat(root.get("exact").asBoolean()).isTrue();
        assertThat(root.get("promised").asBoolean()).isTrue();
        assertThat(root.get("ways"))
                .hasSize(7)
                .allSatisfy(way -> assertThat(way.get("different").asLong()).isZero());
    }

    @Test
    void aCheckOfTheGraphAsItIsFindsWhatDiffers() throws IOException {
        JsonNode root = check("--json", "--as-is");
        assertThat(root.get("as_is").asBoolean()).isTrue();
        assertThat(root.get("promised").asBoolean()).isFalse();
        assertThat(root.get("exact").asBoolean()).isFalse();
        assertThat(root.get("verdict").asText()).startsWith("Not equal to the bit: ");
    }

    @Test
    void theModelOfACheckIsNamedOnce() {
        assertThat(CommandLineRun.of("bench", "--check", MODEL, "-m", MODEL).code())
                .isEqualTo(2);
        assertThat(CommandLineRun.of("bench", "--check", MODEL, "--seconds", "0")
                        .code())
                .isEqualTo(2);
    }

    private static JsonNode check(String... more) throws IOException {
        String[] all = Stream.concat(Stream.of("bench", "--check", MODEL), Stream.of(more))
                .toArray(String[]::new);
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }
}
