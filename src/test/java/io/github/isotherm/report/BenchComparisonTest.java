package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.error.InvalidValueException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchComparisonTest {
    private static final String THEN = """
            {"model": "m", "threads": 1, "load_ms": 400, "prefill_ms": {"min": 10, "median": 20},
             "decode_tokens_per_second": {"max": 50, "median": 40}, "state_bytes": 2000000,
             "rows": [{"rows": 2, "step_ms": {"min": 3, "median": 4}}, {"rows": 4, "step_ms": {"min": 5, "median": 6}}],
             "beside": {"prompt_tokens": 200, "chunk_ms": {"min": 7, "median": 8}}}""";

    private static final String NOW = """
            {"model": "m", "threads": 2, "load_ms": 300, "prefill_ms": {"min": 5, "median": 30},
             "decode_tokens_per_second": {"max": 100, "median": 30}, "state_bytes": 1000000, "first_token_ms": {"min": 1, "median": 1},
             "rows": [{"rows": 4, "step_ms": {"min": 10, "median": 9}}]}""";

    private static final String RUNS = """
            {"threads": 1, "prefill": {"ms": {"min": 10, "median": 20}},
             "lone_step": [{"past": 128, "ms": {"min": 10, "median": 12}}, {"past": 1024, "ms": {"min": 20, "median": 24}}]}""";

    @Test
    void eachFigureIsNowOverThen() {
        assertThat(BenchComparison.with("old.json", THEN, false).text(NOW)).isEqualTo("""
                Now over then, best / median:
                                                     then             now            ×
                  load_ms                          400.00          300.00         0.75
                  prefill_ms                10.00 / 20.00    5.00 / 30.00  0.50 / 1.50
                  decode_tokens_per_second  50.00 / 40.00  100.00 / 30.00  2.00 / 0.75
                  state_bytes                   2,000,000       1,000,000         0.50
                  rows 4 step_ms              5.00 / 6.00    10.00 / 9.00  2.00 / 1.50
                Not alike: threads 1 then, 2 now.
                Only then: rows 2 step_ms, beside chunk_ms, beside prompt_tokens.
                Only now: first_token_ms.
                """);
    }

    @Test
    void stepsAreToldApartByWhatIsBeforeThem() throws IOException {
        String now = RUNS.replace("\"min\": 20, \"median\": 24", "\"min\": 30, \"median\": 12");
        JsonNode root = JsonMapper.builder()
                .build()
                .readTree(BenchComparison.with("old.json", RUNS, true).json(now));
        assertThat(root.get("threads").asInt()).isEqualTo(1);
        JsonNode compared = root.get("compared");
        JsonNode figure = compared.get("figures").get("lone_step 1024 ms");
        assertThat(figure.get("then").get("best").asDouble()).isEqualTo(20);
        assertThat(figure.get("now").get("median").asDouble()).isEqualTo(12);
        assertThat(figure.get("ratio").get("best").asDouble()).isEqualTo(1.5);
        assertThat(figure.get("ratio").get("median").asDouble()).isEqualTo(0.5);
        assertThat(compared.get("figures")
                        .get("lone_step 128 ms")
                        .get("ratio")
                        .get("best")
                        .asDouble())
                .isEqualTo(1);
        assertThat(compared.get("not_alike")).isEmpty();
        assertThat(compared.get("only_then")).isEmpty();
        assertThat(compared.get("only_now")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1               | old.json is not JSON, or is cut off; give a file with what isotherm bench --json printed.
            {"a": 1, "a": 2}      | old.json is not JSON, or is cut off; give a file with what isotherm bench --json printed.
            {"text": "hello"}     | old.json holds JSON, but not what isotherm bench --json prints; give a file with that.
            [1]                   | old.json holds JSON, but not what isotherm bench --json prints; give a file with that.
            {"lone_step": []}     | old.json is of a run with --past and this one is without it; measure the same.
            """)
    void somethingElseIsRefused(String json, String sentence) {
        assertThatThrownBy(() -> BenchComparison.with("old.json", json, false))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(sentence);
    }

    @Test
    void aRunWithoutPastsIsNotSetBesideOneWithThem() {
        assertThatThrownBy(() -> BenchComparison.with("old.json", THEN, true))
                .hasMessage("old.json is of a run without --past and this one is with it; measure the same.");
    }
}
