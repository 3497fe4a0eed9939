package io.github.isotherm.cli;

import java.math.BigInteger;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers as people write them: digits, with a sign where there is one, and nothing else. */
final class WholeNumber {
    private WholeNumber() {}

    static Integer toInt(String text) {
        try {
            return read(text).intValueExact();
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number of at most " + Integer.MAX_VALUE);
        }
    }

    static Long toLong(String text) {
        try {
            return read(text).longValueExact();
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number of at most " + Long.MAX_VALUE);
        }
    }

    /** A longer one than any that is taken is not converted: that takes long itself. */
    private static BigInteger read(String text) {
        if (!text.matches("[-+]?[0-9]{1,40}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        return new BigInteger(text);
    }
}
