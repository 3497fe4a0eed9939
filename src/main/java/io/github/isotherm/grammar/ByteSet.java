package io.github.isotherm.grammar;

/**
 * A set of bytes. Immutable.
 *
 * @param a bytes 0 to 63, one bit each
 * @param b bytes 64 to 127
 * @param c bytes 128 to 191
 * @param d bytes 192 to 255
 */
public record ByteSet(long a, long b, long c, long d) {
    /** No byte. */
    public static final ByteSet NONE = new ByteSet(0, 0, 0, 0);

    /** All 256. */
    public static final ByteSet ALL = new ByteSet(-1, -1, -1, -1);

    /**
     * A set of one.
     *
     * @param value a byte, 0 to 255
     * @return the set
     */
    public static ByteSet of(int value) {
        return range(value, value);
    }

    /**
     * A range.
     *
     * @param from its first byte, 0 to 255
     * @param to its last one, 0 to 255
     * @return the set, empty where {@code to < from}
     */
    public static ByteSet range(int from, int to) {
        return new ByteSet(word(from, to, 0), word(from, to, 64), word(from, to, 128), word(from, to, 192));
    }

    private static long word(int from, int to, int start) {
        int low = Math.max(from - start, 0);
        int high = Math.min(to - start, 63);
        return low > high ? 0 : -1L >>> (63 - (high - low)) << low;
    }

    /**
     * Whether a byte is in it.
     *
     * @param value a byte, 0 to 255
     * @return true when it is
     */
    public boolean contains(int value) {
        long word = value < 128 ? (value < 64 ? a : b) : (value < 192 ? c : d);
        return (word >>> (value & 63) & 1) != 0;
    }

    /**
     * Bytes of either.
     *
     * @param other another set
     * @return the union
     */
    public ByteSet or(ByteSet other) {
        return new ByteSet(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    /**
     * Bytes of both.
     *
     * @param other another set
     * @return the intersection
     */
    public ByteSet and(ByteSet other) {
        return new ByteSet(a & other.a, b & other.b, c & other.c, d & other.d);
    }

    /**
     * All other bytes.
     *
     * @return the complement
     */
    public ByteSet not() {
        return new ByteSet(~a, ~b, ~c, ~d);
    }

    /**
     * Whether it has none.
     *
     * @return true for no byte
     */
    public boolean isEmpty() {
        return (a | b | c | d) == 0;
    }

    /** Its lowest byte, 256 where it has none. */
    int first() {
        return a != 0
                ? Long.numberOfTrailingZeros(a)
                : b != 0
                        ? 64 + Long.numberOfTrailingZeros(b)
                        : c != 0 ? 128 + Long.numberOfTrailingZeros(c) : 192 + Long.numberOfTrailingZeros(d);
    }

    /**
     * How many it has.
     *
     * @return bytes, 0 to 256
     */
    public int size() {
        return Long.bitCount(a) + Long.bitCount(b) + Long.bitCount(c) + Long.bitCount(d);
    }
}
