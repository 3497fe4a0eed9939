package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a kernel is seen to do, from rows that were rounded here. */
class RoundingTest {
    private static final int BLOCK = 32;

    private static FloatBuffer rows() {
        Random random = new Random(1);
        float[] rows = new float[8 * 128];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian() * (1 + i / 8 % 7);
        }
        return FloatBuffer.wrap(rows);
    }

    private static FloatBuffer rounded(int block, double steps, DoubleUnaryOperator rounding) {
        float[] rows = rows().array();
        for (int start = 0; start < rows.length; start += block) {
            double largest = 0;
            for (int i = start; i < start + block; i++) {
                largest = Math.max(largest, Math.abs(rows[i]));
            }
            for (int i = start; i < start + block; i++) {
                rows[i] = (float) (rounding.applyAsDouble(rows[i] / largest * steps) / steps * largest);
            }
        }
        return FloatBuffer.wrap(rows);
    }

    @Test
    void blocksOfTheirOwnAreSeen() {
        assertThat(Rounding.seen(rows(), rounded(BLOCK, 127, Math::rint), BLOCK))
                .isEqualTo(Rounding.BLOCKS);
        assertThat(Rounding.seen(rows(), rounded(16, 127, Math::rint), 16)).isEqualTo(Rounding.BLOCKS);
    }

    @Test
    void noneIsSeen() {
        assertThat(Rounding.seen(rows(), rows(), BLOCK)).isEqualTo(Rounding.NONE);
        assertThat(Rounding.seen(rows(), rounded(BLOCK, 1 << 20, Math::rint), BLOCK))
                .isEqualTo(Rounding.NONE);
    }

    @Test
    void allElseIsSomethingElse() {
        assertThat(Rounding.seen(rows(), rounded(16, 127, Math::rint), BLOCK)).isEqualTo(Rounding.OTHER);
        assertThat(Rounding.seen(rows(), rounded(64, 127, Math::rint), BLOCK)).isEqualTo(Rounding.OTHER);
        assertThat(Rounding.seen(rows(), rounded(128, 127, Math::rint), BLOCK)).isEqualTo(Rounding.OTHER);
        assertThat(Rounding.seen(rows(), rounded(BLOCK, 128, Math::rint), BLOCK))
                .isEqualTo(Rounding.OTHER);
        assertThat(Rounding.seen(rows(), rounded(BLOCK, 127, Math::floor), BLOCK))
                .isEqualTo(Rounding.OTHER);
        assertThat(Rounding.seen(rows(), rounded(BLOCK, 127, x -> (double) (long) x), BLOCK))
                .isEqualTo(Rounding.OTHER);
        FloatBuffer broken = rows();
        broken.put(3, Float.NaN);
        assertThat(Rounding.seen(rows(), broken, BLOCK)).isEqualTo(Rounding.OTHER);
    }
}
