package io.github.isotherm.math;

/**
 * A counter-based generator of uniforms: the number at (seed, sample, step) is a pure function of the three, the same on
 * every JDK, and needs no state.
 *
 * <p>Each key word is added to the running state, scaled by the golden-ratio increment and mixed by the finaliser of
 * SplitMix64 (Steele, Lea, Flood: <em>Fast splittable pseudorandom number generators</em>, 2014; constants of Stafford's
 * variant 13). The top 53 bits make a double in [0, 1).
 */
public final class KeyedUniform {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private KeyedUniform() {}

    /**
     * The uniform at a key.
     *
     * @param seed the seed
     * @param sample the index of the sample (0 for a single completion)
     * @param step the index of the token in the completion, from 0
     * @return a number in [0, 1), a multiple of 2^-53
     */
    public static double at(long seed, long sample, long step) {
        return at(seed, sample, step, 0);
    }

    /**
     * The uniform at a key of a further stream: stream 0 draws tokens, others belong to processors that draw.
     *
     * @param seed the seed
     * @param sample the index of the sample
     * @param step the index of the token in the completion, from 0
     * @param stream the stream
     * @return a number in [0, 1), a multiple of 2^-53
     */
    public static double at(long seed, long sample, long step, long stream) {
        long state = mix(seed + GOLDEN);
        state = mix(state + GOLDEN * (sample + 1));
        state = mix(state + GOLDEN * (step + 1));
        if (stream != 0) {
            state = mix(state + GOLDEN * (stream + 1));
        }
        return (state >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64. */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
