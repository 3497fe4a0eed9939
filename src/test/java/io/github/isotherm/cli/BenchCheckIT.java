package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The promises of one prefix, one distribution, and of exact activations, tried on the bundled model. */
class BenchCheckIT {
    private static JsonNode check(String... more) throws IOException {
        String[] all = Stream.concat(
                        Stream.of("bench", "--check", "--json", "--rounds", "1", "--prompt-tokens", "150"),
                        Stream.of(more))
                .toArray(String[]::new);
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    @Test
    void theBundledModelIsExactInEveryWay() throws IOException {
        JsonNode root = check("--rows", "8", "--seconds", "240");
        assertThat(root.get("promised").asBoolean()).isTrue();
        assertThat(root.get("rows_at_once").asInt()).isEqualTo(8);
        for (JsonNode way : root.get("ways")) {
            assertThat(way.get("positions").asInt()).isPositive();
            assertThat(way.get("different").asLong())
                    .as(way.get("way").asText())
                    .isZero();
        }
        assertThat(root.get("exact").asBoolean()).isTrue();
        assertThat(root.get("activations").asText()).isEqualTo("exact");
        assertDivergences(
                root.get("against_float").get(0), root.get("against_float").get(1));
    }

    private static void assertDivergences(JsonNode fast, JsonNode exact) {
        assertThat(exact.get("activations").asText()).isEqualTo("exact");
        assertThat(exact.get("positions").asInt()).isGreaterThanOrEqualTo(4000);
        assertThat(exact.get("kl_mean").asDouble()).isPositive().isLessThanOrEqualTo(1e-6);
        assertThat(exact.get("kl_p99").asDouble()).isLessThanOrEqualTo(1e-5);
        assertThat(exact.get("same_first").asDouble())
                .isGreaterThanOrEqualTo(0.999 * exact.get("positions").asInt());
        assertThat(fast.get("activations").asText()).isEqualTo("fast");
        assertThat(fast.get("kl_mean").asDouble()).isBetween(1e-3, 2e-2);
        assertThat(fast.get("same_first").asDouble())
                .isLessThan(0.99 * fast.get("positions").asInt());
    }

    @Test
    void theGraphAsItIsDependsOnHowItIsFed() throws IOException {
        JsonNode root = check("--as-is");
        assertThat(root.get("promised").asBoolean()).isFalse();
        assertThat(root.has("against_float")).isFalse();
        assertThat(root.get("rows_at_once").asInt()).isEqualTo(1);
        assertThat(root.get("exact").asBoolean()).isFalse();
        JsonNode again = root.get("ways").get(0);
        assertThat(again.get("different").asLong()).as("the same feed again").isZero();
        JsonNode oneByOne = root.get("ways").get(1);
        assertThat(oneByOne.get("largest_logit_difference").asDouble()).isBetween(0.01, 3.0);
        assertThat(oneByOne.get("largest_divergence").asDouble()).isBetween(1e-5, 0.5);
    }
}
