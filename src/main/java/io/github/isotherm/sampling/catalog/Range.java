package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.Checks;

/**
 * Which numbers a parameter takes.
 *
 * @param low the lower bound, or −infinity
 * @param lowOpen whether the lower bound itself is out
 * @param high the upper bound, or +infinity
 * @param highOpen whether the upper bound itself is out
 * @param whole whether only whole numbers are in
 */
public record Range(double low, boolean lowOpen, double high, boolean highOpen, boolean whole) {
    /** Every finite number. */
    public static final Range FINITE = atLeast(Double.NEGATIVE_INFINITY);

    /**
     * [low, ∞).
     *
     * @param low in
     * @return the range
     */
    public static Range atLeast(double low) {
        return new Range(low, false, Double.POSITIVE_INFINITY, true, false);
    }

    /**
     * (low, ∞).
     *
     * @param low out
     * @return the range
     */
    public static Range above(double low) {
        return new Range(low, true, Double.POSITIVE_INFINITY, true, false);
    }

    /**
     * [low, high].
     *
     * @param low in
     * @param high in
     * @return the range
     */
    public static Range between(double low, double high) {
        return new Range(low, false, high, false, false);
    }

    /**
     * [low, high).
     *
     * @param low in
     * @param high out
     * @return the range
     */
    public static Range fromBelow(double low, double high) {
        return new Range(low, false, high, true, false);
    }

    /**
     * (low, high].
     *
     * @param low out
     * @param high in
     * @return the range
     */
    public static Range aboveUpTo(double low, double high) {
        return new Range(low, true, high, false, false);
    }

    /**
     * Whole numbers of at least a bound.
     *
     * @param least in
     * @return the range
     */
    public static Range whole(int least) {
        return new Range(least, false, Double.POSITIVE_INFINITY, true, true);
    }

    /**
     * Whether a number is in.
     *
     * @param number any number, NaN included
     * @return false for NaN and infinities
     */
    public boolean contains(double number) {
        boolean enough = lowOpen ? number > low : number >= low;
        boolean notTooMuch = highOpen ? number < high : number <= high;
        return enough && notTooMuch && Double.isFinite(number) && (!whole || number == Math.rint(number));
    }

    /**
     * The range in words.
     *
     * @return such as {@code "in [0, 1)"}, {@code "whole, at least 0"}
     */
    @Override
    public String toString() {
        String bounds = bounds();
        return whole ? "whole, " + bounds : bounds;
    }

    /**
     * The range in signs, for places without room for words.
     *
     * @return such as {@code "[0, 1)"}, {@code "0, 1, 2, …"}, {@code "> 0"}, {@code "−∞ … ∞"}
     */
    public String symbols() {
        if (whole) {
            return Checks.number(low) + ", " + Checks.number(low + 1) + ", …";
        }
        if (high != Double.POSITIVE_INFINITY) {
            return bounds().substring("in ".length());
        }
        return low == Double.NEGATIVE_INFINITY ? "−∞ … ∞" : (lowOpen ? "> " : "≥ ") + Checks.number(low);
    }

    private String bounds() {
        if (high != Double.POSITIVE_INFINITY) {
            return "in " + (lowOpen ? '(' : '[') + Checks.number(low) + ", " + Checks.number(high)
                    + (highOpen ? ')' : ']');
        }
        if (low == Double.NEGATIVE_INFINITY) {
            return "any finite number";
        }
        return (lowOpen ? "above " : "at least ") + Checks.number(low);
    }
}
