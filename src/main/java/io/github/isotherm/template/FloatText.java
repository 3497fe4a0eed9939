package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How Python writes floats: {@code repr} is the shortest text that reads back as the same double (Gay's mode 0); the
 * formats {@code e f g} round the exact binary value half to even.
 */
final class FloatText {
    private FloatText() {}

    /** Significant digits and the place of the decimal point, {@code 0.d1d2d3… · 10^point}. */
    private record Digits(String text, int point) {}

    static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return sign + "0.0";
        }
        if (magnitude < 1e15 && magnitude == Math.rint(magnitude)) {
            return sign + (long) magnitude + ".0";
        }
        Digits digits = shortest(magnitude);
        return sign + (digits.point() > -4 && digits.point() <= 16 ? plain(digits) : scientific(digits));
    }

    private static Digits shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision < 17; precision++) {
            BigDecimal found = closest(exact, value, precision);
            if (found.signum() > 0) {
                return digits(found);
            }
        }
        return digits(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
    }

    /** The decimal of this precision that reads back as the value and is closest to it, or zero if none does. */
    private static BigDecimal closest(BigDecimal exact, double value, int precision) {
        BigDecimal down = exact.round(new MathContext(precision, RoundingMode.DOWN));
        BigDecimal up = exact.round(new MathContext(precision, RoundingMode.UP));
        boolean downReads = down.doubleValue() == value;
        boolean upReads = up.doubleValue() == value;
        if (downReads && upReads) {
            int nearer = exact.subtract(down).compareTo(up.subtract(exact));
            return nearer < 0 || (nearer == 0 && down.unscaledValue().testBit(0) == false) ? down : up;
        }
        return downReads ? down : upReads ? up : BigDecimal.ZERO;
    }

    private static Digits digits(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        String text = stripped.unscaledValue().toString();
        return new Digits(text, text.length() - stripped.scale());
    }

    private static String plain(Digits digits) {
        String text = digits.text();
        int point = digits.point();
        if (point <= 0) {
            return "0." + "0".repeat(-point) + text;
        }
        if (point >= text.length()) {
            return text + "0".repeat(point - text.length()) + ".0";
        }
        return text.substring(0, point) + "." + text.substring(point);
    }

    private static String scientific(Digits digits) {
        String text = digits.text();
        String fraction = text.length() == 1 ? "" : "." + text.substring(1);
        return text.charAt(0) + fraction + exponent(digits.point() - 1);
    }

    private static String exponent(int exponent) {
        return (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** {@code %f}: so many digits after the point. */
    static String fixed(BigDecimal magnitude, int precision, boolean alternate) {
        int exact = Math.min(precision, Math.max(0, magnitude.scale()));
        String digits = magnitude.setScale(exact, RoundingMode.HALF_EVEN).toPlainString();
        String point = exact == 0 && precision > 0 ? "." : "";
        String text = digits + point + "0".repeat(precision - exact);
        return alternate && precision == 0 ? text + "." : text;
    }

    /** {@code %e}: one digit, the point, so many digits, the exponent. */
    static String scientific(BigDecimal magnitude, int precision, boolean alternate) {
        BigDecimal rounded = magnitude.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String text = rounded.unscaledValue().toString();
        int exponent = magnitude.signum() == 0 ? 0 : text.length() - 1 - rounded.scale();
        String padded = text + "0".repeat(Math.max(0, precision + 1 - text.length()));
        String point = precision > 0 || alternate ? "." : "";
        return padded.charAt(0) + point + padded.substring(1, precision + 1) + exponent(exponent);
    }

    /** {@code %g}: fixed or scientific, whichever suits, without trailing zeros unless alternate. */
    static String general(BigDecimal magnitude, int precision, boolean alternate) {
        return general(magnitude, precision, alternate, false);
    }

    /** As {@code %g}; with a point it always looks like a float, which makes it scientific one digit earlier. */
    static String general(BigDecimal magnitude, int precision, boolean alternate, boolean point) {
        int significant = Math.max(1, precision);
        BigDecimal rounded = magnitude.round(new MathContext(significant, RoundingMode.HALF_EVEN));
        int exponent = magnitude.signum() == 0 ? 0 : rounded.precision() - 1 - rounded.scale();
        if (exponent < -4 || exponent >= significant - (point ? 1 : 0)) {
            String text = scientific(magnitude, significant - 1, alternate);
            int mark = text.indexOf('e');
            return alternate ? text : trimmed(text.substring(0, mark)) + text.substring(mark);
        }
        String text = fixed(rounded, Math.max(0, significant - 1 - exponent), alternate);
        String shown = alternate ? text : trimmed(text);
        return point && shown.indexOf('.') < 0 ? shown + ".0" : shown;
    }

    private static String trimmed(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    static String upper(String text, boolean upper) {
        return upper ? text.toUpperCase(Locale.ROOT) : text;
    }
}
