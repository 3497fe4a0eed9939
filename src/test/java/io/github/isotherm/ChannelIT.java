package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.math.Softmax;
import io.github.isotherm.next.ChannelScores;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The noisy channel over the bundled model. */
class ChannelIT {
    private static final String TEXT = "The striker scored twice, and the home crowd sang until midnight.";

    @Test
    void aScoreIsTheSumOfTheNextTokensLogarithms() {
        try (LocalModel model = LocalModel.openBundled()) {
            List<String> contexts = List.of("This is an example of cooking.\n", "This is an example of football.\n");
            ChannelScores scores = model.channel(contexts, TEXT);
            for (int i = 0; i < contexts.size(); i++) {
                assertThat(scores.logprob(i)).isCloseTo(sum(model, contexts.get(i)), within(1e-4));
            }
            assertThat(scores.best()).isEqualTo(1);
            assertThat(model.channel(contexts, TEXT)).isEqualTo(scores);
        }
    }

    /** Each token asked for by itself, of the text encoded together with its context. */
    private static double sum(LocalModel model, String context) {
        int[] ids = model.encodePrompt(context + TEXT);
        int from = model.encodePrompt(context).length;
        return IntStream.range(from, ids.length)
                .mapToDouble(at -> {
                    float[] logits = model.logits(Arrays.copyOf(ids, at));
                    double[] wide = IntStream.range(0, logits.length)
                            .mapToDouble(id -> logits[id])
                            .toArray();
                    return wide[ids[at]] - Softmax.logSumExp(wide);
                })
                .sum();
    }
}
