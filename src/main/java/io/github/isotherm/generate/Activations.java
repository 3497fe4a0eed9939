package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What becomes of the numbers that a model multiplies with its weights. Products with few-bit weights round them to 8 bits in
 * blocks, each processor in its own way, which moves probabilities by some hundredths.
 */
public enum Activations {
    /**
     * Beside each row x of a product runs the row x − Q(x) that rounding to 8 bits leaves, and both results are summed: about
     * 16 bits, 1e-7 nats from unrounded activations on any processor. A token takes up to 1.4 times as long as with {@link #FAST},
     * less behind long texts, and a prompt twice as long.
     */
    EXACT,

    /** The graph as it was exported. */
    FAST,

    /**
     * No rounding at all ({@code accuracy_level} 1), to check against: all weights are unpacked at every step, which takes
     * many times longer.
     */
    FLOAT;

    /**
     * The name for people and files.
     *
     * @return in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a name.
     *
     * @param what whose value it is, for the error message
     * @param label as {@link #label} gives it
     * @return the constant
     * @throws io.github.isotherm.error.InvalidValueException when there is none of that name
     */
    public static Activations of(String what, String label) {
        for (Activations one : values()) {
            if (one.label().equals(label)) {
                return one;
            }
        }
        String all = Arrays.stream(values()).map(Activations::label).collect(Collectors.joining(", "));
        throw Checks.invalid(what, label, "one of " + all);
    }
}
