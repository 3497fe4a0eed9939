package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A model that says "a", "b", "c", … by the length of what it read. */
class LocalModelLimitsTest {
    private static String completed(CompletionLimits limits, CompletionOptions options) {
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            float[] logits = new float[ByteCodec.SIZE];
            logits['a' + sequence.size() % 26] = 100;
            return logits;
        });
        ModelParts parts = new ModelParts(
                "alphabet", model, new ByteCodec(), null, SamplingSettings.NONE, limits, List.of(0), null, null);
        try (LocalModel opened = LocalModel.of(parts)) {
            return opened.complete("a", options.temperature(0)).result().text();
        }
    }

    private static CompletionLimits limits(int most, int length, String... stops) {
        OptionalInt none = OptionalInt.empty();
        return new CompletionLimits(
                most == 0 ? none : OptionalInt.of(most), length == 0 ? none : OptionalInt.of(length), List.of(stops));
    }

    @Test
    void theModelsOwnLimitsCountWhereNothingIsAsked() {
        CompletionOptions nothing = CompletionOptions.defaults();
        assertThat(completed(limits(3, 0), nothing)).isEqualTo("bcd");
        assertThat(completed(limits(0, 5), nothing)).isEqualTo("bcde");
        assertThat(completed(limits(3, 2), nothing)).isEqualTo("bcd");
        assertThat(completed(limits(9, 0, "fg"), nothing)).isEqualTo("bcde");
        assertThat(completed(CompletionLimits.NONE, nothing)).hasSize(CompletionOptions.DEFAULT_MAX_TOKENS);
    }

    @Test
    void whatIsAskedCountsInsteadKindByKind() {
        CompletionLimits own = limits(6, 0, "d");
        assertThat(completed(own, CompletionOptions.defaults().maxTokens(2))).isEqualTo("bc");
        assertThat(completed(own, CompletionOptions.defaults().stop(List.of("f"))))
                .isEqualTo("bcde");
        assertThat(completed(own, CompletionOptions.defaults().stop(List.of()))).isEqualTo("bcdefg");
        assertThat(completed(limits(0, 3), CompletionOptions.defaults().maxTokens(4)))
                .isEqualTo("bcde");
    }
}
