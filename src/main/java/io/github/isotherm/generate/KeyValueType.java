package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many bits the keys and values of a sequence have while the model remembers them. */
public enum KeyValueType {
    /** As the graph's file declares them: mostly 32. */
    FILE,

    /**
     * 16, and attention with them: half the memory, and faster steps behind long texts, as a step reads all of it. With the bundled
     * model 2e-6 nats from 32 bits. What a token gives still depends on the tokens before it alone.
     */
    FLOAT16;

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
    public static KeyValueType of(String what, String label) {
        for (KeyValueType one : values()) {
            if (one.label().equals(label)) {
                return one;
            }
        }
        String all = Arrays.stream(values()).map(KeyValueType::label).collect(Collectors.joining(", "));
        throw Checks.invalid(what, label, "one of " + all);
    }
}
