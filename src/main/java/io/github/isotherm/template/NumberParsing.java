package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code int(text, base)} and {@code float(text)}. */
final class NumberParsing {
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?(DIGITS(\\.(DIGITS)?)?|\\.DIGITS)([eE][+-]?DIGITS)?".replace("DIGITS", "\\d++(?:_\\d++)*+"));
    private static final Pattern NAMED = Pattern.compile("([+-]?)(inf|infinity|nan)");
    private static final int LONGEST = 4300;

    private NumberParsing() {}

    private static Failure invalid(String what, String text) {
        return Failure.value("invalid literal for %s: %s", what, Repr.brief(text));
    }

    /** Trimmed, with every decimal digit of any script as an ASCII digit. */
    private static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        String trimmed = Splitting.stripped(text);
        trimmed.codePoints().forEach(point -> {
            int digit = Character.isDigit(point) && point > 0x7f ? Character.digit(point, 10) : -1;
            out.appendCodePoint(digit >= 0 ? '0' + digit : point);
        });
        return out.toString();
    }

    static Object integer(String source, int base) {
        if (base != 0 && (base < 2 || base > 36)) {
            throw Failure.value("int() base must be >= 2 and <= 36, or 0");
        }
        String text = plain(source);
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int actual = base;
        int prefix = prefixBase(digits);
        boolean prefixed = prefix != 0 && (base == 0 || base == prefix);
        if (prefixed) {
            actual = prefix;
            digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
        } else if (base == 0) {
            actual = 10;
            requireNoLeadingZero(digits, source);
        }
        return parsed(digits, actual, negative, source);
    }

    private static int prefixBase(String digits) {
        if (digits.length() < 3 || digits.charAt(0) != '0') {
            return 0;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    private static void requireNoLeadingZero(String digits, String source) {
        boolean zeros = digits.chars().allMatch(c -> c == '0' || c == '_');
        if (digits.startsWith("0") && !zeros) {
            throw invalid("int() with base 0", source);
        }
    }

    private static Object parsed(String digits, int base, boolean negative, String source) {
        boolean misplaced = digits.isEmpty() || digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
        String bare = digits.replace("_", "");
        if (misplaced || !bare.chars().allMatch(c -> c < 0x80 && Character.digit(c, base) >= 0)) {
            throw invalid("int() with base " + base, source);
        }
        if (bare.length() > LONGEST && Integer.bitCount(base) != 1) {
            throw Failure.value("Exceeds the limit (4300 digits) for integer string conversion");
        }
        BigInteger value = Integer.bitCount(base) == 1 ? ofBits(bare, base) : new BigInteger(bare, base);
        return Numbers.normal(negative ? value.negate() : value);
    }

    /** A number in a base that is a power of two, bit by bit: the JDK takes the square of the length for it. */
    private static BigInteger ofBits(String digits, int base) {
        int width = Integer.numberOfTrailingZeros(base);
        long bits = (long) digits.length() * width;
        Arithmetic.requireBits(bits);
        byte[] magnitude = new byte[(int) (bits >> 3) + 1];
        for (int i = 0; i < bits; i++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - i / width), base);
            if (((digit >> (i % width)) & 1) != 0) {
                magnitude[magnitude.length - 1 - (i >> 3)] |= (byte) (1 << (i & 7));
            }
        }
        return new BigInteger(1, magnitude);
    }

    static double floating(String source) {
        String text = plain(source);
        Matcher named = NAMED.matcher(text.toLowerCase(Locale.ROOT));
        if (named.matches()) {
            double value = named.group(2).equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return named.group(1).equals("-") ? -value : value;
        }
        if (!FLOAT.matcher(text).matches()) {
            throw Failure.value("could not convert string to float: %s", Repr.brief(source));
        }
        return Double.parseDouble(text.replace("_", ""));
    }

    /** {@code float(value)}. */
    static double toFloat(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (Numbers.isNumber(value)) {
            return Numbers.toDouble(value);
        }
        if (ValueOrder.isText(value)) {
            return floating(Repr.str(value));
        }
        throw Failure.type("float() argument must be a string or a real number, not '%s'", TypeName.of(value));
    }
}
