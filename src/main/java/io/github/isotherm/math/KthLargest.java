package io.github.isotherm.math;

import java.util.Arrays;

/**
 * The k-th largest of n values in O(n), however large k is: a radix selection over the bits of the values, which counts
 * buckets of equal leading bits and splits the bucket of the k-th again by its next bits.
 *
 * <p>Values rank descending, the lower index first on ties. An instance owns scratch space and is not thread-safe.
 */
public final class KthLargest {
    private static final int DIGIT = 12;
    private static final int BUCKETS = 1 << DIGIT;

    private final int[] counts = new int[BUCKETS];
    private long[] keys = {};
    private int[] members = {};
    private int count;
    private int remaining;

    /** Scratch space, empty. */
    public KthLargest() {}

    /**
     * The index of the k-th largest float: exactly the entries with a larger value, or the same value and an index not
     * above it, are the k largest.
     *
     * @param values at least {@code [n]}, no NaN
     * @param n how many of them count
     * @param k the rank, 1 ≤ k ≤ n
     * @return its index
     */
    public int index(float[] values, int n, int k) {
        grow(n);
        for (int i = 0; i < n; i++) {
            keys[i] = ordered(values[i]);
        }
        return select(n, k);
    }

    /**
     * The index of the k-th largest double.
     *
     * @param values at least {@code [n]}, no NaN
     * @param n how many of them count
     * @param k the rank, 1 ≤ k ≤ n
     * @return its index
     */
    public int index(double[] values, int n, int k) {
        grow(n);
        for (int i = 0; i < n; i++) {
            keys[i] = ordered(values[i]);
        }
        return select(n, k);
    }

    private void grow(int n) {
        if (keys.length < n) {
            keys = new long[n];
            members = new int[n];
        }
    }

    /** Bits that order as unsigned numbers the way the values do; adding 0 makes −0 equal to 0. */
    private static long ordered(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    private int select(int n, int k) {
        remaining = k;
        int shift = Long.SIZE - DIGIT;
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            counts[(int) (keys[i] >>> shift)]++;
        }
        int bucket = boundary();
        count = 0;
        for (int i = 0; i < n; i++) {
            if ((int) (keys[i] >>> shift) == bucket) {
                members[count++] = i;
            }
        }
        while (count > remaining && shift > 0) {
            shift = Math.max(0, shift - DIGIT);
            split(shift);
        }
        return last();
    }

    /** The bucket of the k-th; what ranks before it is taken off. */
    private int boundary() {
        int bucket = BUCKETS - 1;
        while (counts[bucket] < remaining) {
            remaining -= counts[bucket--];
        }
        return bucket;
    }

    private void split(int shift) {
        Arrays.fill(counts, 0);
        for (int m = 0; m < count; m++) {
            counts[digit(members[m], shift)]++;
        }
        int bucket = boundary();
        int kept = 0;
        for (int m = 0; m < count; m++) {
            if (digit(members[m], shift) == bucket) {
                members[kept++] = members[m];
            }
        }
        count = kept;
    }

    private int digit(int index, int shift) {
        return (int) (keys[index] >>> shift) & (BUCKETS - 1);
    }

    /** All members are among the k largest, so the least of them is the k-th, or they are equal and come by index. */
    private int last() {
        if (count > remaining) {
            return members[remaining - 1];
        }
        int last = members[0];
        for (int m = 1; m < count; m++) {
            if (Long.compareUnsigned(keys[members[m]], keys[last]) <= 0) {
                last = members[m];
            }
        }
        return last;
    }
}
