package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankedPrefixTest {
    private final RankedPrefix prefix = new RankedPrefix();

    /** Weights are multiples of 2^-20, so that every order of summation gives the same sums. */
    @Test
    void equalsAFullSortOnThousandsOfRowsWithTies() {
        Random random = new Random(3);
        for (int round = 0; round < 6000; round++) {
            int n = 1 + random.nextInt(round % 100 == 0 ? 5000 : 100);
            int levels = 1 + random.nextInt(1 << random.nextInt(16));
            double[] weights =
                    random.doubles(n).map(v -> Math.ceil(v * levels) * 0x1p-20).toArray();
            double[] keys = round % 2 == 0
                    ? weights
                    : random.doubles(n).map(v -> Math.rint(v * levels) / levels).toArray();
            double target = random.nextDouble() * DoubleStream.of(weights).sum();
            if (round % 3 == 0) {
                target = Math.rint(target * 0x1p20) * 0x1p-20;
            }
            boolean strict = random.nextBoolean();
            assertThat(prefix.last(keys, weights, n, DoubleStream.of(keys).max().orElseThrow(), target, strict))
                    .as("round %d", round)
                    .isEqualTo(bySorting(keys, weights, target, strict));
        }
    }

    private static int bySorting(double[] keys, double[] weights, double target, boolean strict) {
        int[] ranked = IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -keys[i]))
                .mapToInt(i -> i)
                .toArray();
        double sum = 0;
        for (int index : ranked) {
            sum += weights[index];
            if (strict ? sum > target : sum >= target) {
                return index;
            }
        }
        return ranked[ranked.length - 1];
    }

    @Test
    void manyEqualKeysRankByIndex() {
        int n = 100_000;
        double[] equal = DoubleStream.generate(() -> 0.5).limit(n).toArray();
        assertThat(prefix.last(equal, equal, n, 0.5, 1234.5, false)).isEqualTo(2468);
        assertThat(prefix.last(equal, equal, n, 0.5, 1234.5, true)).isEqualTo(2469);
    }

    @Test
    void neighbouringDoublesAreToldApart() {
        int n = 1000;
        double[] keys =
                IntStream.range(0, n).mapToDouble(i -> 0.5 + i * 0x1p-53).toArray();
        double[] ones = DoubleStream.generate(() -> 1).limit(n).toArray();
        assertThat(prefix.last(keys, ones, n, 0.6, 10, false)).isEqualTo(n - 10);
    }

    @Test
    void anUnreachableTargetEndsAtTheLastOfPositiveWeight() {
        double[] weights = {0.5, 0, 0.25, 0, Double.MIN_VALUE, 0};
        assertThat(prefix.last(weights, weights, 6, 0.5, 99, false)).isEqualTo(4);
        assertThat(prefix.last(weights, weights, 6, 0.5, 99, true)).isEqualTo(4);
    }

    @Test
    void zeroTargetTakesTheFirstAlone() {
        double[] weights = {0.1, 0.7, 0.2};
        assertThat(prefix.last(weights, weights, 3, 0.7, 0, false)).isEqualTo(1);
        assertThat(prefix.last(weights, weights, 3, 0.7, 0, true)).isEqualTo(1);
    }

    /** Keys that far below the largest share a bucket at first. */
    @Test
    void tinyKeysAreRankedToo() {
        int n = 500;
        double[] keys = IntStream.range(0, n)
                .mapToDouble(i -> Math.pow(2, 2 * (i - n + 1)))
                .toArray();
        double[] ones = DoubleStream.generate(() -> 1).limit(n).toArray();
        assertThat(prefix.last(keys, ones, n, 1, 300, false)).isEqualTo(n - 300);
        assertThat(prefix.last(keys, ones, n, 1, 20, true)).isEqualTo(n - 21);
    }

    @Test
    void anUnreachableTargetEndsThereInLongRankingsToo() {
        int n = 200;
        double[] weights = IntStream.range(0, n)
                .mapToDouble(i -> i % 3 == 0 ? 0 : 1.0 / (1 + i))
                .toArray();
        assertThat(prefix.last(weights, weights, n, 1, 99, true)).isEqualTo(199);
        assertThat(prefix.last(weights, weights, n, 1, 99, false)).isEqualTo(199);
    }
}
