package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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

    @Test
    void ofSomeGivesWhatASortOfThemGives() {
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            int n = 1 + random.nextInt(300);
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = random.nextInt(30);
            }
            List<Integer> among = new ArrayList<>(IntStream.range(0, n).boxed().toList());
            Collections.shuffle(among, random);
            int count = random.nextInt(n + 1);
            int k = random.nextInt(n + 5);
            int[] target = among.stream().mapToInt(i -> i).toArray();
            int[] expected = among.subList(0, count).stream()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(i -> i))
                    .limit(k)
                    .mapToInt(i -> i)
                    .toArray();

            assertThat(TopSelect.largestAmong(values, target, count, k)).isEqualTo(expected.length);
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
