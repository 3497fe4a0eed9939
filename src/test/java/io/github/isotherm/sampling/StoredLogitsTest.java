package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredLogitsTest {
    private final Random random = new Random(5);

    @Test
    void theLeastFloatOfAThresholdDividesTheFloatsAsTheirQuotientsDo() {
        for (int round = 0; round < 20_000; round++) {
            double temperature = random.nextInt(4) == 0 ? 1 : Math.exp(4 * random.nextGaussian());
            float logit = random.nextInt(5) == 0 ? 0 : (float) (9 * random.nextGaussian());
            double threshold = switch (random.nextInt(3)) {
                case 0 -> logit / temperature;
                case 1 -> Math.nextUp(logit / temperature);
                default -> 9 * random.nextGaussian();
            };
            assertDivides(threshold, temperature, logit);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-199, 1e-40, 0.3, 1, 7, 1e60, 1e199})
    void theLeastFloatIsRightAtTheEdges(double temperature) {
        for (double threshold : new double[] {
            0,
            -0.0,
            1e-320,
            -1e-320,
            1e-40,
            1,
            -1,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            Float.MAX_VALUE / temperature,
            -Float.MAX_VALUE / temperature
        }) {
            assertDivides(threshold, temperature, 1);
        }
    }

    private static void assertDivides(double threshold, double temperature, float logit) {
        StoredLogits logits = new StoredLogits(1);
        logits.divideLater(temperature);
        float least = logits.leastReaching(threshold);
        for (float value : new float[] {
            logit,
            Math.nextUp(logit),
            Math.nextDown(logit),
            least,
            Math.nextUp(least),
            Math.nextDown(least),
            0f,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MAX_VALUE,
            -Float.MAX_VALUE
        }) {
            if (Float.isFinite(value)) {
                assertThat(value >= least)
                        .as("%s at temperature %s, threshold %s", value, temperature, threshold)
                        .isEqualTo(value / temperature >= threshold);
            }
        }
    }

    @Test
    void ranksAmongWhatCameInOutliveADropAndFollowTheNextLogits() {
        Candidates candidates = new Candidates(4).load(new float[] {2, 5, 5, 1});
        candidates.retainOnly(3);
        assertThat(candidates.rawRank(2)).isEqualTo(2);
        assertThat(candidates.rawRank(3)).isEqualTo(4);
        candidates.load(new float[] {2, 5, 5, 9});
        assertThat(candidates.rawRank(3)).isEqualTo(1);
        candidates.load(new float[] {Float.NEGATIVE_INFINITY, 5, 5, 9});
        assertThat(candidates.rawRank(0)).isEqualTo(4);
        assertThat(candidates.rawRank(2)).isEqualTo(3);
    }

    @Test
    void whatRepairReplacesIsLookedAtAgain() {
        Candidates candidates = new Candidates(3).load(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY});
        candidates.repair();
        assertThat(candidates.argmax()).isEqualTo(2);
        assertThat(candidates.largest(3)).containsExactly(2, 0, 1);
    }
}
