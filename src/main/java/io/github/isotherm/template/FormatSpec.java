package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's format specification mini-language: {@code [[fill]align][sign][z][#][0][width][,][.precision][type]}. */
final class FormatSpec {
    private static final Pattern SYNTAX =
            Pattern.compile("(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?(.)?", Pattern.DOTALL);

    private final String source;
    private final String fill;
    private final char align;
    private final String sign;
    private final boolean unsignedZero;
    private final boolean alternate;
    private final int width;
    private final String grouping;
    private final int precision;
    private final char type;

    private FormatSpec(String source, Matcher parts) {
        this.source = source;
        boolean zero = parts.group(6) != null;
        this.fill = parts.group(1) != null ? parts.group(1) : zero ? "0" : " ";
        this.align = parts.group(2) != null ? parts.group(2).charAt(0) : zero ? '=' : 0;
        this.sign = or(parts.group(3), "-");
        this.unsignedZero = parts.group(4) != null;
        this.alternate = parts.group(5) != null;
        this.width = number(parts.group(7), 0);
        this.grouping = or(parts.group(8), "");
        this.precision = number(parts.group(9), -1);
        this.type = parts.group(10) == null ? 0 : parts.group(10).charAt(0);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static int number(@Nullable String digits, int otherwise) {
        if (digits != null && digits.length() > 9) {
            throw Failure.value("Too many decimal digits in format string");
        }
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /** {@code format(value, spec)}. */
    static String format(Object value, String spec, Rendering rendering) {
        if (spec.isEmpty()) {
            return Repr.str(value, rendering);
        }
        Matcher parts = SYNTAX.matcher(spec);
        if (!parts.matches() || (parts.group(4) != null && !(value instanceof Double))) {
            throw Failure.value("Invalid format specifier '%s' for object of type '%s'", spec, TypeName.of(value));
        }
        FormatSpec parsed = new FormatSpec(spec, parts);
        rendering.produced(3L * Math.max(parsed.width, parsed.precision));
        rendering.charge(10 * Repr.cost(value));
        if (!parsed.grouping.isEmpty()) {
            rendering.multiplied(32L * parsed.width, 32L * parsed.width);
        }
        return parsed.apply(value);
    }

    private String apply(Object value) {
        if (ValueOrder.isText(value)) {
            return formatText(Repr.str(value));
        }
        if (value instanceof Double number) {
            return formatFloat(number, "");
        }
        if (!Numbers.isInteger(value)) {
            throw Failure.type("unsupported format string passed to %s.__format__", TypeName.of(value));
        }
        return "eEfFgG%".indexOf(type) >= 0 && type != 0
                ? formatFloat(Numbers.toDouble(value), "")
                : formatInteger(Numbers.big(value));
    }

    private String formatText(String text) {
        boolean wrong = type != 0 && type != 's';
        if (wrong
                || !sign.equals("-")
                || alternate
                || !grouping.isEmpty()
                || (align == '=' && !source.startsWith("0"))) {
            throw Failure.value("Invalid format specifier '%s' for object of type 'str'", source);
        }
        String shown = text;
        if (precision >= 0 && text.codePointCount(0, text.length()) > precision) {
            shown = text.substring(0, text.offsetByCodePoints(0, precision));
        }
        return padded("", shown, align == 0 || align == '=' ? '<' : align);
    }

    private String formatInteger(BigInteger value) {
        if (precision >= 0 || ("bcdoxXn".indexOf(type) < 0 && type != 0)) {
            throw Failure.value("Invalid format specifier '%s' for object of type 'int'", source);
        }
        if (type == 'c') {
            return padded("", PercentFormat.character(Numbers.normal(value)), align == 0 ? '<' : align);
        }
        int radix = type == 'b' ? 2 : type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
        String digits = radix == 10
                ? Repr.repr(Numbers.normal(value.abs()))
                : value.abs().toString(radix);
        String prefix = alternate && radix != 10 ? "0" + type : "";
        String body = type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
        return finished(value.signum() < 0, prefix, body, "", radix == 10 ? 3 : grouping.equals(",") ? -1 : 4);
    }

    private String formatFloat(double value, String suffix) {
        boolean negative = Double.doubleToRawLongBits(value) < 0 && !Double.isNaN(value);
        if (type == '%') {
            return formatPercent(value, negative);
        }
        boolean upper = type == 'E' || type == 'F' || type == 'G';
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String name = Double.isNaN(value) ? "nan" : "inf";
            return finished(negative, "", FloatText.upper(name, upper), suffix, 3);
        }
        String body = FloatText.upper(magnitude(Math.abs(value)), upper);
        return finished(negative, "", body, suffix, 3);
    }

    private String formatPercent(double value, boolean negative) {
        double hundredfold = value * 100;
        if (Double.isNaN(hundredfold) || Double.isInfinite(hundredfold)) {
            return finished(negative, "", Double.isNaN(value) ? "nan" : "inf", "%", 3);
        }
        BigDecimal exact = new BigDecimal(Math.abs(hundredfold));
        return finished(negative, "", FloatText.fixed(exact, precision < 0 ? 6 : precision, alternate), "%", 3);
    }

    private String magnitude(double value) {
        BigDecimal exact = new BigDecimal(value);
        int digits = precision < 0 ? 6 : precision;
        return switch (type) {
            case 'e', 'E' -> FloatText.scientific(exact, digits, alternate);
            case 'f', 'F' -> FloatText.fixed(exact, digits, alternate);
            case 'g', 'G', 'n' -> FloatText.general(exact, digits, alternate);
            case 0 -> precision < 0 ? FloatText.repr(value) : FloatText.general(exact, precision, alternate, true);
            default -> throw Failure.value("Unknown format code '%s' for object of type 'float'", type);
        };
    }

    private String finished(boolean negative, String prefix, String body, String suffix, int group) {
        if (group < 0) {
            throw Failure.value("Cannot specify ',' with '%s'.", type);
        }
        boolean zero = unsignedZero && body.chars().allMatch(c -> "0.eE+".indexOf(c) >= 0);
        String front = (negative && !zero ? "-" : sign.equals("-") ? "" : sign) + prefix;
        char where = align == 0 ? '>' : align;
        boolean zeros = where == '=' && fill.equals("0");
        String grouped =
                grouping.isEmpty() ? body : grouped(body, group, zeros ? width - front.length() - suffix.length() : 0);
        return padded(front, grouped + suffix, where);
    }

    /** Groups the digits before the point, zero-padded to a width so that the padding is grouped too. */
    private String grouped(String body, int group, int least) {
        int whole = 0;
        while (whole < body.length() && Character.digit(body.charAt(whole), 16) >= 0 && body.charAt(whole) != 'e') {
            whole++;
        }
        if (whole == 0) {
            return body;
        }
        String rest = body.substring(whole);
        StringBuilder digits = new StringBuilder(body.substring(0, whole));
        String text = separated(digits, group);
        while (text.length() + rest.length() < least) {
            digits.insert(0, '0');
            text = separated(digits, group);
        }
        boolean startsWithSeparator = text.startsWith(grouping);
        return (startsWithSeparator ? "0" : "") + text + rest;
    }

    private String separated(CharSequence digits, int group) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            boolean boundary = i > 0 && (digits.length() - i) % group == 0;
            out.append(boundary ? grouping : "").append(digits.charAt(i));
        }
        return out.toString();
    }

    private String padded(String front, String body, char where) {
        int length = front.length() + body.codePointCount(0, body.length());
        int missing = Math.max(0, width - length);
        int left = where == '<' ? 0 : where == '^' ? missing / 2 : missing;
        if (where == '=') {
            return front + fill.repeat(missing) + body;
        }
        return fill.repeat(left) + front + body + fill.repeat(missing - left);
    }
}
