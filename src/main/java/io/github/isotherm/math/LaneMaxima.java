package io.github.isotherm.math;

import java.util.Arrays;

/**
 * A first look at n floats that tells where the large ones are: index i belongs to lane i mod {@value #LANES}, and the
 * largest value of each lane is kept. Whoever looks for a few large values then reads only the lanes that can hold one.
 *
 * <p>The look is elementwise over two short arrays: neither a branch to guess nor a sum that waits for the one before, so
 * that it compiles to vector instructions, and runs at about the speed of a copy. An instance owns scratch space and is
 * not thread-safe.
 */
public final class LaneMaxima {
    /** How many lanes there are: two arrays of so many floats fit the fastest cache. */
    private static final int LANES = 2048;
    /** Where more lanes than this can hold what is looked for, all values are gone through in their order. */
    private static final int FEW_LANES = LANES / 8;

    private final float[] maxima = new float[LANES];
    private final float[] row = new float[LANES];
    private final int[] lanes = new int[LANES];

    /** Before the first look. */
    public LaneMaxima() {}

    /**
     * Looks at all values; what else is asked of this object holds for them as long as they stay as they are.
     *
     * @param values {@code [n]}, n ≥ 1
     * @return whether all are finite; where one is not, nothing else may be asked
     */
    public boolean look(float[] values) {
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
        for (int from = 0; from < values.length; from += LANES) {
            int width = Math.min(LANES, values.length - from);
            System.arraycopy(values, from, row, 0, width);
            raise(maxima, row, width);
        }
        return !holdsNaN(maxima, used(values));
    }

    private static int used(float[] values) {
        return Math.min(LANES, values.length);
    }

    /** x + 0·x is x where it is finite and NaN where it is not, and a maximum with NaN is NaN. */
    private static void raise(float[] maxima, float[] row, int width) {
        for (int lane = 0; lane < width; lane++) {
            float value = row[lane];
            maxima[lane] = Math.max(maxima[lane], value + value * 0);
        }
    }

    private static boolean holdsNaN(float[] values, int n) {
        int odd = 0;
        for (int i = 0; i < n; i++) {
            odd += Float.isNaN(values[i]) ? 1 : 0;
        }
        return odd > 0;
    }

    /**
     * The index of the largest value.
     *
     * @param values those that were looked at
     * @return the index, the lowest on ties
     */
    public int argmax(float[] values) {
        float max = max(maxima, used(values));
        int lowest = values.length;
        for (int lane = 0; lane < used(values); lane++) {
            if (maxima[lane] == max) {
                lowest = Math.min(lowest, first(values, lane, max));
            }
        }
        return lowest;
    }

    private static float max(float[] values, int n) {
        float max = values[0];
        for (int i = 1; i < n; i++) {
            if (values[i] > max) {
                max = values[i];
            }
        }
        return max;
    }

    private static int first(float[] values, int lane, float value) {
        int at = lane;
        while (values[at] != value) {
            at += LANES;
        }
        return at;
    }

    /**
     * Indices of the k largest values, as {@link TopSelect} selects them.
     *
     * @param values those that were looked at
     * @param k how many to select; at most n are
     * @param target receives the indices, best first, the lower one on ties; {@code [n]}
     * @return how many were written, min(k, n)
     */
    public int largest(float[] values, int k, int[] target) {
        if (k < 1 || k > FEW_LANES || k > used(values)) {
            return TopSelect.largest(values, values.length, k, target);
        }
        TopSelect.largest(maxima, used(values), k, lanes);
        // k lanes have a value of at least the k-th of their maxima, so the k largest values have too
        int count = atLeast(values, maxima[lanes[k - 1]], target);
        return count < 0
                ? TopSelect.largest(values, values.length, k, target)
                : TopSelect.largestAmong(values, target, count, k);
    }

    /**
     * The indices of all values of at least a bound, where they are in few lanes.
     *
     * @param values those that were looked at
     * @param bound the least value that counts
     * @param target receives the indices, in no order; {@code [n]}
     * @return how many were written; −1 where they may be in so many lanes that going through all values is no dearer
     */
    public int atLeast(float[] values, float bound, int[] target) {
        int reaching = reaching(maxima, used(values), bound, lanes);
        if (reaching > FEW_LANES) {
            return -1;
        }
        int count = 0;
        for (int n = 0; n < reaching; n++) {
            for (int at = lanes[n]; at < values.length; at += LANES) {
                if (values[at] >= bound) {
                    target[count++] = at;
                }
            }
        }
        return count;
    }

    /**
     * The place of a value among all.
     *
     * @param values those that were looked at
     * @param index of the value, in them
     * @return 1 for the largest; the lower index comes first on ties
     */
    public int rank(float[] values, int index) {
        float value = values[index];
        int reaching = reaching(maxima, used(values), value, lanes);
        int rank = 1;
        for (int n = 0; n < reaching; n++) {
            for (int at = lanes[n]; at < values.length; at += LANES) {
                rank += values[at] > value || (values[at] == value && at < index) ? 1 : 0;
            }
        }
        return rank;
    }

    private static int reaching(float[] maxima, int n, float bound, int[] lanes) {
        int reaching = 0;
        for (int lane = 0; lane < n; lane++) {
            if (maxima[lane] >= bound) {
                lanes[reaching++] = lane;
            }
        }
        return reaching;
    }
}
