package io.github.isotherm.math;

import java.util.Arrays;

/**
 * The k-th largest of n values in O(n), however large k is: a radix selection over the bits of the values, which counts
 * buckets of equal leading bits and splits the bucket of the k-th again by its next bits.
 *
 * <p>Values rank descending, the lower index first on ties. An instance owns scratch space and is not thread-safe.
 */
public final class KthLargest {
    /** The first digit is that of the value as a float: sign, exponent, five bits of the fraction. */
    private static final int FIRST_SHIFT = Integer.SIZE - 14;

    private static final int DIGIT = 12;
    private static final int BUCKETS = 1 << DIGIT;

    private final int[] counts = new int[1 << (Integer.SIZE - FIRST_SHIFT)];
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
        begin(n, k);
        for (int i = 0; i < n; i++) {
            counts[first(values[i])]++;
        }
        int bucket = boundary(counts.length);
        for (int i = 0; i < n; i++) {
            if (first(values[i]) == bucket) {
                add(i, values[i]);
            }
        }
        return select();
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
        begin(n, k);
        for (int i = 0; i < n; i++) {
            counts[first((float) values[i])]++;
        }
        int bucket = boundary(counts.length);
        for (int i = 0; i < n; i++) {
            if (first((float) values[i]) == bucket) {
                add(i, values[i]);
            }
        }
        return select();
    }

    private void begin(int n, int k) {
        if (keys.length < n) {
            keys = new long[n];
            members = new int[n];
        }
        Arrays.fill(counts, 0);
        count = 0;
        remaining = k;
    }

    private static int first(float value) {
        int bits = Float.floatToRawIntBits(value + 0f);
        return (bits ^ ((bits >> 31) | Integer.MIN_VALUE)) >>> FIRST_SHIFT;
    }

    /** Bits that order as unsigned numbers the way the values do; adding 0 makes −0 equal to 0. */
    private static long ordered(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    private void add(int index, double value) {
        members[count] = index;
        keys[count++] = ordered(value);
    }

    /** The bucket of the k-th; what ranks before it is taken off. */
    private int boundary(int buckets) {
        int bucket = buckets - 1;
        while (counts[bucket] < remaining) {
            remaining -= counts[bucket--];
        }
        return bucket;
    }

    private int select() {
        int shift = Long.SIZE;
        while (count > remaining && shift > 0) {
            shift = Math.max(0, shift - DIGIT);
            split(shift);
        }
        return last();
    }

    private void split(int shift) {
        Arrays.fill(counts, 0, BUCKETS, 0);
        for (int m = 0; m < count; m++) {
            counts[digit(m, shift)]++;
        }
        int bucket = boundary(BUCKETS);
        int kept = 0;
        for (int m = 0; m < count; m++) {
            if (digit(m, shift) == bucket) {
                members[kept] = members[m];
                keys[kept++] = keys[m];
            }
        }
        count = kept;
    }

    private int digit(int member, int shift) {
        return (int) (keys[member] >>> shift) & (BUCKETS - 1);
    }

    /** All members are among the k largest, so the least of them is the k-th, or they are equal and come by index. */
    private int last() {
        if (count > remaining) {
            return members[remaining - 1];
        }
        int last = 0;
        for (int m = 1; m < count; m++) {
            if (Long.compareUnsigned(keys[m], keys[last]) <= 0) {
                last = m;
            }
        }
        return members[last];
    }
}
