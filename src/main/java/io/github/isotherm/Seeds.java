package io.github.isotherm;

import java.security.SecureRandom;

/** Seeds for those who give none. */
public final class Seeds {
    /** JSON and JavaScript carry integers of so many bits exactly. */
    private static final int BITS = 53;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Seeds() {}

    /**
     * Chooses a seed.
     *
     * @return in [0, 2^53)
     */
    public static long choose() {
        return RANDOM.nextLong() >>> (Long.SIZE - BITS);
    }
}
