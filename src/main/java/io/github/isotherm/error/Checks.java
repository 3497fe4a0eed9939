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
        return require(Double.isFinite(value), "value.finite", name, value, "a finite number");
    }

    /**
     * A finite number ≥ 0.
     *
     * @param name what the value is called
     * @param value the value
     * @return the value
     */
    public static double nonNegative(String name, double value) {
        return require(
                value >= 0 && Double.isFinite(value),
                "value.non-negative",
                name,
                value,
                "a finite number of at least 0");
    }

    /**
     * A finite number &gt; 0.
     *
     * @param name what the value is called
     * @param value the value
     * @return the value
     */
    public static double positive(String name, double value) {
        return require(
                value > 0 && Double.isFinite(value),
                "value.above",
                name,
                value,
                "a finite number above {low}",
                "low",
                0);
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
        return require(
                value > bound && Double.isFinite(value),
                "value.above",
                name,
                value,
                "a finite number above {low}",
                "low",
                number(bound));
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
        return range(
                value >= low && value <= high, "value.between", name, value, "between {low} and {high}", low, high);
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
        return range(
                value >= low && value < high, "value.below", name, value, "at least {low} and below {high}", low, high);
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
        return range(
                value > low && value <= high, "value.up-to", name, value, "above {low} and at most {high}", low, high);
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
            throw invalid("value.at-least", name, value, "a whole number of at least {least}", "least", least);
        }
        return value;
    }

    /**
     * A number of things ≤ a limit.
     *
     * @param name what is counted
     * @param value how many there are
     * @param most the limit, itself allowed
     * @return the value
     */
    public static int atMost(String name, int value, int most) {
        if (value > most) {
            throw invalid("value.at-most", name, value, "at most {most}", "most", most);
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
            throw invalid("value.seed", "seed", seed, "a whole number from 0 to 9007199254740991 (2^53 - 1)");
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
        return invalid("value", name, value, "{allowed}", "allowed", allowed);
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

    /**
     * The sentence for a value that is not allowed, with a key of its own.
     *
     * @param code the key
     * @param name what the value is called
     * @param value the value
     * @param allowed what is allowed, completing "must be …", with {@code {place}}s
     * @param places the name of a place, its value, the next name, …
     * @return the error to throw
     */
    public static InvalidValueException invalid(
            String code, String name, Object value, String allowed, Object... places) {
        Object[] all = new Object[places.length + 4];
        all[0] = "name";
        all[1] = name;
        all[2] = "value";
        all[3] = value;
        System.arraycopy(places, 0, all, 4, places.length);
        return new InvalidValueException(Sentence.of(code, "{name} is {value} but must be " + allowed + ".", all));
    }

    private static double range(
            boolean isAllowed, String code, String name, double value, String allowed, double low, double high) {
        return require(isAllowed, code, name, value, allowed, "low", number(low), "high", number(high));
    }

    private static double require(
            boolean isAllowed, String code, String name, double value, String allowed, Object... places) {
        if (!isAllowed) {
            throw invalid(code, name, number(value), allowed, places);
        }
        return value;
    }
}
