package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a real model, forced runs change nothing: not a bit of a trace. */
class ForcedRunsIT {
    private static final String SCHEMA = """
            {"type": "object",
             "properties": {"capital_city": {"enum": ["Berlin", "Paris", "Rome"]},
                            "is_a_member_of_the_european_union": {"type": "boolean"},
                            "name": {"type": "string", "maxLength": 12}},
             "required": ["capital_city", "is_a_member_of_the_european_union", "name"]}""";

    private static List<GenerationResult> results(boolean forced) {
        List<GenerationResult> results = new ArrayList<>();
        try (LocalModel model = LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults(),
                SchedulerOptions.defaults().withForcedRuns(forced))) {
            for (long seed = 0; seed < 3; seed++) {
                CompletionOptions options = CompletionOptions.defaults()
                        .with(JsonSchemaConstraint.of(SCHEMA))
                        .temperature(seed)
                        .seed(seed)
                        .trace(TraceOptions.top(5).withStages())
                        .maxTokens(60);
                results.add(model.complete("Germany, as JSON:", options).result());
            }
        }
        return results;
    }

    @Test
    void areTheSameToTheBit() {
        List<GenerationResult> together = results(true);
        List<GenerationResult> single = results(false);
        int compared = 0;
        for (int i = 0; i < single.size(); i++) {
            GenerationResult one = single.get(i);
            GenerationResult other = together.get(i);
            assertThat(other.text()).isEqualTo(one.text());
            assertThat(other.tokens().toArray()).isEqualTo(one.tokens().toArray());
            assertThat(other.traces()).isEqualTo(one.traces()).isNotEmpty();
            assertThat(other.constraint()).isEqualTo(one.constraint()).isNotNull();
            assertThat(one.constraint().complete()).isTrue();
            compared += one.traces().size();
        }
        System.out.printf("%d steps of %d answers are the same to the bit%n", compared, single.size());
    }
}
