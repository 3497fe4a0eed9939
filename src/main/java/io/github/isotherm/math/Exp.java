package io.github.isotherm.math;

/**
 * e^x for x ≤ 0 out of additions and multiplications only, so that it is the same to the last bit on every JDK and
 * processor (the contract of {@link Math#exp} leaves the last bit open, {@link StrictMath#exp} is three times slower).
 *
 * <p>x = (2048·k + j)·ln 2 / 2048 + r with |r| ≤ ln 2 / 4096, and e^x = 2^k · 2^(j/2048) · e^r; the last factor is its
 * Taylor polynomial of degree 3, whose error is below 4e-17. Relative error below 3e-16.
 */
public final class Exp {
    private static final int BITS = 11;
    private static final int STEPS = 1 << BITS;
    private static final double STEPS_PER_NAT = STEPS / StrictMath.log(2);
    /** ln 2 / 2048 in two parts: the first has so few bits that k times it is exact. */
    private static final double NAT_HIGH = 0x1.62e42feep-1 / STEPS;

    private static final double NAT_LOW = 0x1.a39ef35793c76p-33 / STEPS;
    /** Adding and subtracting it rounds to a whole number. */
    private static final double ROUND = 0x1.8p52;
    /** Below this the result leaves the normal range. */
    private static final double NORMAL = -708;

    private static final double[] POWERS = new double[STEPS];

    static {
        for (int j = 0; j < STEPS; j++) {
            POWERS[j] = StrictMath.pow(2, (double) j / STEPS);
        }
    }

    private Exp() {}

    /**
     * e^x.
     *
     * @param x ≤ 0; −infinity gives 0
     * @return e^x in [0, 1]
     */
    public static double of(double x) {
        if (x < NORMAL) {
            return StrictMath.exp(x);
        }
        double shifted = x * STEPS_PER_NAT + ROUND;
        double whole = shifted - ROUND;
        int steps = (int) Double.doubleToRawLongBits(shifted);
        double r = (x - whole * NAT_HIGH) - whole * NAT_LOW;
        double power = POWERS[steps & (STEPS - 1)];
        double value = power + power * (r + r * r * (0.5 + r * (1.0 / 6)));
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) + ((long) (steps >> BITS) << 52));
    }
}
