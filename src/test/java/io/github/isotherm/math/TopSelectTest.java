package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopSelectTest {
    @Test
    void givesWhatASortGivesOnRowsWithTies() {
        Random random = new Random(2);
        for (int round = 0; round < 3000; round++) {
            int n = 1 + random.nextInt(300);
            int k = random.nextInt(n + 5);
            double[] values = random.doubles(n).map(v -> Math.rint(v * 20)).toArray();
            float[] floats = new float[n];
            for (int i = 0; i < n; i++) {
                floats[i] = (float) values[i];
            }
            int[] expected = sorted(values, Math.min(k, n));

            int[] target = new int[n + 5];
            assertThat(TopSelect.largest(values, n, k, target)).isEqualTo(expected.length);
            assertThat(Arrays.copyOf(target, expected.length)).isEqualTo(expected);

            assertThat(TopSelect.largest(floats, n, k, target)).isEqualTo(expected.length);
            assertThat(Arrays.copyOf(target, expected.length)).isEqualTo(expected);
        }
    }

    private static int[] sorted(double[] values, int k) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .limit(k)
                .mapToInt(i -> i)
                .toArray();
    }

    @Test
    void selectsNothingWhereNothingIsWanted() {
        assertThat(TopSelect.largest(new double[] {1}, 1, 0, new int[1])).isZero();
        assertThat(TopSelect.largest(new float[] {1}, 1, -3, new int[1])).isZero();
    }
}
