package io.github.isotherm.error;

/**
 * Range checks: one call is both the test and the sentence, so that the two cannot disagree. Every method returns the
 * value it was given or throws {@link InvalidValueException}. NaN never passes.
 */
public final class Checks {
    private Checks() {}

    /**
     * A finite number.
     *
     * @param name what the value is called
     * @param value the value
     * @return the value
     */
    public static double finite(String name, double value) {
        return require(Double.isFinite(value), name, value, "a finite number");
    }

    /**
     * A finite number ≥ 0.
     *
     * @param name what the value is called
     * @param value the value
     * @return the value
     */
    public static double nonNegative(String name, double value) {
        return require(value >= 0 && Double.isFinite(value), name, value, "a finite number of at least 0");
    }

    /**
     * A finite number &gt; 0.
     *
     * @param name what the value is called
     * @param value the value
     * @return the value
     */
    public static double positive(String name, double value) {
        return require(value > 0 && Double.isFinite(value), name, value, "a finite number above 0");
    }

    /**
     * A finite number above a bound.
     *
     * @param name what the value is called
     * @param value the value
     * @param bound the bound, itself not allowed
     * @return the value
     */
    public static double above(String name, double value, double bound) {
        return require(value > bound && Double.isFinite(value), name, value, "a finite number above " + number(bound));
    }

    /**
     * A number in [low, high].
     *
     * @param name what the value is called
     * @param value the value
     * @param low the least value allowed
     * @param high the greatest value allowed
     * @return the value
     */
    public static double between(String name, double value, double low, double high) {
        return require(value >= low && value <= high, name, value, "between " + number(low) + " and " + number(high));
    }

    /**
     * A number in [low, high).
     *
     * @param name what the value is called
     * @param value the value
     * @param low the least value allowed
     * @param high the bound, itself not allowed
     * @return the value
     */
    public static double fromBelow(String name, double value, double low, double high) {
        return require(
                value >= low && value < high, name, value, "at least " + number(low) + " and below " + number(high));
    }

    /**
     * A number in (low, high].
     *
     * @param name what the value is called
     * @param value the value
     * @param low the bound, itself not allowed
     * @param high the greatest value allowed
     * @return the value
     */
    public static double aboveUpTo(String name, double value, double low, double high) {
        return require(
                value > low && value <= high, name, value, "above " + number(low) + " and at most " + number(high));
    }

    /**
     * A whole number ≥ a bound.
     *
     * @param name what the value is called
     * @param value the value
     * @param least the least value allowed
     * @return the value
     */
    public static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw invalid(name, Integer.toString(value), "a whole number of at least " + least);
        }
        return value;
    }

    /**
     * A seed: a whole number in [0, 2^53), so that JSON and JavaScript carry it exactly.
     *
     * @param seed the seed
     * @return the seed
     */
    public static long seed(long seed) {
        if (seed < 0 || seed >= 1L << 53) {
            throw invalid("seed", Long.toString(seed), "a whole number from 0 to 9007199254740991 (2^53 - 1)");
        }
        return seed;
    }

    /**
     * The sentence for a value that is not allowed.
     *
     * @param name what the value is called
     * @param value the value, as text
     * @param allowed what is allowed, completing "must be …"
     * @return the error to throw
     */
    public static InvalidValueException invalid(String name, String value, String allowed) {
        return new InvalidValueException(name + " is " + value + " but must be " + allowed + ".");
    }

    /**
     * A number as people write it: no trailing ".0", the same in every locale.
     *
     * @param value the number
     * @return its text
     */
    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.toString(value);
    }

    private static double require(boolean allowed, String name, double value, String range) {
        if (!allowed) {
            throw invalid(name, number(value), range);
        }
        return value;
    }
}
