package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KthLargestTest {
    private final KthLargest kth = new KthLargest();

    @Test
    void isTheLastOfASelectionOnRowsWithTies() {
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            int n = 1 + random.nextInt(400);
            int k = 1 + random.nextInt(n);
            double scale = Math.pow(10, random.nextInt(8) - 2);
            double[] values =
                    random.doubles(n).map(v -> Math.rint((v - 0.5) * scale) / 3).toArray();
            float[] floats = new float[n];
            for (int i = 0; i < n; i++) {
                floats[i] = (float) values[i];
            }
            int[] target = new int[n];
            TopSelect.largest(values, n, k, target);
            assertThat(kth.index(values, n, k)).as("round %d", round).isEqualTo(target[k - 1]);
            TopSelect.largest(floats, n, k, target);
            assertThat(kth.index(floats, n, k)).as("round %d", round).isEqualTo(target[k - 1]);
        }
    }

    @Test
    void ordersSignsZerosAndInfinities() {
        double[] values = {0, -0.0, Double.NEGATIVE_INFINITY, -1, 1, Double.POSITIVE_INFINITY, -1e-310};
        int[] ranking = {5, 4, 0, 1, 6, 3, 2};
        for (int k = 1; k <= ranking.length; k++) {
            assertThat(kth.index(values, values.length, k)).isEqualTo(ranking[k - 1]);
        }
    }
}
