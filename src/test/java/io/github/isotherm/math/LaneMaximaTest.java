package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On thousands of random rows: fewer values than lanes and many more, with ties, zeros of both signs and extremes. */
class LaneMaximaTest {
    private static final int ROUNDS = 3000;
    private static final float[] EXTREMES = {
        0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL
    };

    private final Random random = new Random(23);
    private final LaneMaxima maxima = new LaneMaxima();

    @Test
    void theLargestIsThatOfAPlainLoop() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] values = row();
            assertThat(maxima.look(values)).isTrue();
            int best = 0;
            for (int i = 1; i < values.length; i++) {
                best = values[i] > values[best] ? i : best;
            }
            assertThat(maxima.argmax(values)).as("round %d", round).isEqualTo(best);
        }
    }

    @Test
    void theLargestKAreThoseOfASort() {
        for (int round = 0; round < ROUNDS / 5; round++) {
            float[] values = row();
            int k = random.nextInt(5) == 0 ? random.nextInt(values.length + 5) : random.nextInt(70);
            int[] expected = sorted(values, k);
            int[] target = new int[values.length];
            maxima.look(values);
            assertThat(maxima.largest(values, k, target)).isEqualTo(expected.length);
            assertThat(Arrays.copyOf(target, expected.length))
                    .as("round %d, k %d of %d", round, k, values.length)
                    .isEqualTo(expected);
        }
    }

    private static int[] sorted(float[] values, int k) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> 0.0 - values[i]))
                .limit(k)
                .mapToInt(i -> i)
                .toArray();
    }

    @Test
    void thoseOfAtLeastABoundAreAllOrNoneAreTold() {
        int told = 0;
        for (int round = 0; round < ROUNDS; round++) {
            float[] values = row();
            float bound = random.nextInt(4) == 0 ? 1 : values[random.nextInt(values.length)];
            int[] target = new int[values.length];
            maxima.look(values);
            int count = maxima.atLeast(values, bound, target);
            if (count >= 0) {
                told++;
                Arrays.sort(target, 0, count);
                assertThat(Arrays.copyOf(target, count))
                        .as("round %d, bound %s", round, bound)
                        .isEqualTo(IntStream.range(0, values.length)
                                .filter(i -> values[i] >= bound)
                                .toArray());
            }
        }
        assertThat(told).isBetween(ROUNDS / 10, ROUNDS - 1);
    }

    @Test
    void nothingReachesMoreThanTheLargestNorNaN() {
        float[] values = row();
        maxima.look(values);
        assertThat(maxima.atLeast(values, Float.POSITIVE_INFINITY, new int[values.length]))
                .isZero();
        assertThat(maxima.atLeast(values, Float.NaN, new int[values.length])).isZero();
    }

    @Test
    void aRankCountsWhatIsLargerAndWhatComesFirstOnTies() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] values = row();
            int index = random.nextInt(values.length);
            int rank = 1;
            for (int i = 0; i < values.length; i++) {
                rank += values[i] > values[index] || (values[i] == values[index] && i < index) ? 1 : 0;
            }
            maxima.look(values);
            assertThat(maxima.rank(values, index)).as("round %d", round).isEqualTo(rank);
        }
    }

    @Test
    void oneValueThatIsNotFiniteIsSeenWhereverItStands() {
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int round = 0; round < ROUNDS; round++) {
            float[] values = row();
            int at = random.nextInt(values.length);
            float good = values[at];
            values[at] = odd[round % odd.length];
            assertThat(maxima.look(values))
                    .as("%s at %d of %d", values[at], at, values.length)
                    .isFalse();
            values[at] = good;
            assertThat(maxima.look(values)).as("after round %d", round).isTrue();
        }
    }

    private float[] row() {
        float[] values = new float[1 + random.nextInt(random.nextInt(3) == 0 ? 9000 : 3000)];
        int kind = random.nextInt(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (kind) {
                case 0 -> random.nextInt(9) - 4;
                case 1 -> 2 * random.nextFloat() - 1;
                case 2 -> EXTREMES[random.nextInt(EXTREMES.length)];
                case 3 -> -7;
                default -> (float) (2 * random.nextGaussian());
            };
        }
        for (int peak = random.nextInt(4) * 10; peak > 0; peak--) {
            values[random.nextInt(values.length)] = 20 - peak / 2;
        }
        return values;
    }
}
