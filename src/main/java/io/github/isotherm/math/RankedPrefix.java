package io.github.isotherm.math;

import java.util.Arrays;

/**
 * The shortest prefix of a ranking whose weights reach a target, found in O(n) without sorting the ranking.
 *
 * <p>Entries rank by descending key, the lower index first on ties. It is a radix selection over the bits of the keys:
 * weights are summed into buckets of equal leading bits, the bucket in which the running sum reaches the
 * target is split again by its next bits, and the few entries left at the end are put in order. Exact: the order is that
 * of the doubles themselves, and sums are doubles.
 *
 * <p>An instance owns scratch space and is not thread-safe.
 */
public final class RankedPrefix {
    private static final int DIGIT = 12;
    private static final int BUCKETS = 1 << DIGIT;
    /** The sign of a key is 0, so a full first digit ends at bit 51: exponent and one bit of the fraction. */
    private static final int FULL_SHIFT = Long.SIZE - 1 - DIGIT;
    /** The window's digit looks closer: the 64 exponents below that of the largest key, six bits of the fraction. */
    private static final int WINDOW_SHIFT = 52 - 6;

    /** So few entries are ordered by a heap. */
    private static final int FEW = 32;

    /** Neighbours in the input go to different lanes of a bucket, so that no addition waits for the one before. */
    private static final int LANES = 4;

    private final double[] sums = new double[LANES * BUCKETS];
    private final double[] fewKeys = new double[FEW];
    private final int[] order = new int[FEW];
    private int[] members = new int[FEW];
    private int count;
    private double before;
    /** What the leading bits of a key must exceed to be in the window. */
    private long floor;

    /** Scratch space, empty. */
    public RankedPrefix() {}

    /**
     * The last entry of the prefix: exactly the entries with a larger key, or the same key and an index not above it, are
     * in it.
     *
     * @param keys at least {@code [n]}, each ≥ 0
     * @param weights at least {@code [n]}, each ≥ 0, at least one above 0
     * @param n how many entries, ≥ 1
     * @param largest the largest of the keys, or a little more
     * @param target the sum to reach
     * @param strict whether the sum must exceed the target, not just meet it
     * @return the index of the last entry; when rounding keeps the target out of reach, of the last of positive weight
     */
    public int last(double[] keys, double[] weights, int n, double largest, double target, boolean strict) {
        before = 0;
        if (n <= FEW) {
            return walkAll(keys, weights, n, target, strict);
        }
        floor = (Double.doubleToRawLongBits(largest) >>> WINDOW_SHIFT) - BUCKETS + 1;
        fill(keys, weights, n);
        int bucket = boundary(target, strict);
        collect(keys, n, bucket);
        int shift = bucket == 0 ? FULL_SHIFT + DIGIT : WINDOW_SHIFT;
        while (count > FEW && shift > 0) {
            shift = Math.max(0, shift - DIGIT);
            split(keys, weights, shift, target, strict);
        }
        return walk(keys, weights, target, strict);
    }

    /** The bucket of a key in the window; all below share the first. */
    private int windowed(double key) {
        return (int) Math.max(0, (Double.doubleToRawLongBits(key) >>> WINDOW_SHIFT) - floor);
    }

    private void fill(double[] keys, double[] weights, int n) {
        Arrays.fill(sums, 0);
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            sums[LANES * windowed(keys[i])] += weights[i];
            sums[LANES * windowed(keys[i + 1]) + 1] += weights[i + 1];
            sums[LANES * windowed(keys[i + 2]) + 2] += weights[i + 2];
            sums[LANES * windowed(keys[i + 3]) + 3] += weights[i + 3];
        }
        for (; i < n; i++) {
            sums[LANES * windowed(keys[i])] += weights[i];
        }
    }

    private int walkAll(double[] keys, double[] weights, int n, double target, boolean strict) {
        for (int i = 0; i < n; i++) {
            members[i] = i;
        }
        count = n;
        return walk(keys, weights, target, strict);
    }

    private static int digit(double key, int shift) {
        return (int) (Double.doubleToRawLongBits(key) >>> shift) & (BUCKETS - 1);
    }

    private static boolean reached(double sum, double target, boolean strict) {
        return strict ? sum > target : sum >= target;
    }

    /** The bucket in which the running sum reaches the target, else the last of positive weight. */
    private int boundary(double target, boolean strict) {
        int lastWeighty = 0;
        double beforeLast = before;
        double sum = before;
        for (int bucket = BUCKETS - 1; bucket >= 0; bucket--) {
            int lane = LANES * bucket;
            double weight = (sums[lane] + sums[lane + 1]) + (sums[lane + 2] + sums[lane + 3]);
            if (weight > 0) {
                lastWeighty = bucket;
                beforeLast = sum;
                sum += weight;
                if (reached(sum, target, strict)) {
                    break;
                }
            }
        }
        before = beforeLast;
        return lastWeighty;
    }

    /** Writes every index, and counts on only past those of the bucket: no branch to guess. */
    private void collect(double[] keys, int n, int bucket) {
        if (members.length <= n) {
            members = new int[n + 1];
        }
        int found = 0;
        for (int i = 0; i < n; i++) {
            members[found] = i;
            found += windowed(keys[i]) == bucket ? 1 : 0;
        }
        count = found;
    }

    /** Leaves the members of the boundary bucket by their next digit. */
    private void split(double[] keys, double[] weights, int shift, double target, boolean strict) {
        Arrays.fill(sums, 0);
        for (int m = 0; m < count; m++) {
            sums[LANES * digit(keys[members[m]], shift) + (m & (LANES - 1))] += weights[members[m]];
        }
        int bucket = boundary(target, strict);
        int kept = 0;
        for (int m = 0; m < count; m++) {
            if (digit(keys[members[m]], shift) == bucket) {
                members[kept++] = members[m];
            }
        }
        count = kept;
    }

    /** Goes through the members in rank order; more than a few have equal keys and are in order already. */
    private int walk(double[] keys, double[] weights, double target, boolean strict) {
        boolean few = count <= FEW;
        if (few) {
            for (int m = 0; m < count; m++) {
                fewKeys[m] = keys[members[m]];
            }
            TopSelect.largest(fewKeys, count, count, order);
        }
        double sum = before;
        int last = members[0];
        for (int rank = 0; rank < count && !(rank > 0 && reached(sum, target, strict)); rank++) {
            int index = members[few ? order[rank] : rank];
            if (weights[index] > 0) {
                sum += weights[index];
                last = index;
            }
        }
        return last;
    }
}
