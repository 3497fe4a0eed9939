package io.github.isotherm.cli;

import java.util.regex.Pattern;

/** Numbers as people write them. Java's own reading takes more, such as {@code 1f} and {@code 0x1p3}. */
final class DecimalNumber {
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|NaN|Infinity)");

    private DecimalNumber() {}

    /** Reads one; NaN and infinities too, for whoever says that they are not allowed. */
    static double read(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }
}
