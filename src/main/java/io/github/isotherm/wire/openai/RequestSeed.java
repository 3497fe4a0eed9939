package io.github.isotherm.wire.openai;

/** A seed of 64 bits as one that isotherm takes. */
public final class RequestSeed {
    private static final int BITS = 53;

    private RequestSeed() {}

    /**
     * The seed that is used: in [0, 2^53) the one that was asked for, otherwise the upper 53 bits of SplitMix64's mix of it
     * ({@code z = s + 0x9E3779B97F4A7C15; z = (z ^ z >>> 30) · 0xBF58476D1CE4E5B9; z = (z ^ z >>> 27) · 0x94D049BB133111EB; z ^ z
     * >>> 31}, Steele, Lea and Flood 2014), so that other seeds are other seeds too.
     *
     * @param asked any
     * @return in [0, 2^53)
     */
    public static long of(long asked) {
        return asked >= 0 && asked < 1L << BITS ? asked : mixed(asked) >>> (Long.SIZE - BITS);
    }

    private static long mixed(long asked) {
        long z = asked + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
