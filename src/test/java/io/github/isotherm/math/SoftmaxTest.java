package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxTest {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    @Test
    void oneToTwoToOneIsTwoToOne() {
        double[] p = Softmax.probabilities(new double[] {Math.log(1), Math.log(2), Math.log(1)}, 1);
        assertThat(p).containsExactly(new double[] {0.25, 0.5, 0.25}, within(1e-15));
    }

    @Test
    void zeroTemperatureTakesTheFirstOfTheLargest() {
        assertThat(Softmax.probabilities(new double[] {1, 3, 3}, 0)).containsExactly(0, 1, 0);
    }

    @Test
    void temperatureDividesTheLogits() {
        double[] p = Softmax.probabilities(new double[] {2, 1}, 0.25);
        assertThat(p[0]).isCloseTo(1 / (1 + Math.exp(-4)), within(1e-15));
    }

    @Test
    void largeLogitsDoNotOverflow() {
        double[] p = Softmax.probabilities(new double[] {1e6, 1e6 - 1}, 1);
        assertThat(p[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    }

    @Test
    void minusInfinityHasNoProbability() {
        assertThat(Softmax.probabilities(new double[] {NONE, 5}, 1)).containsExactly(0, 1);
    }

    @Test
    void logSumExpSurvivesHugeAndMissingLogits() {
        assertThat(Softmax.logSumExp(new double[] {1e30, 1e30})).isEqualTo(1e30);
        assertThat(Softmax.logSumExp(new double[] {-1000, -1000})).isCloseTo(-1000 + Math.log(2), within(1e-12));
        assertThat(Softmax.logSumExp(new double[] {NONE, NONE})).isEqualTo(NONE);
    }
}
