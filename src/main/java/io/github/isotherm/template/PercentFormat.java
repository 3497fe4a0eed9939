package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code format % values}. */
final class PercentFormat {
    private final String format;
    private final Object values;
    private final Rendering rendering;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;

    private PercentFormat(String format, Object values, Rendering rendering) {
        this.format = format;
        this.values = values;
        this.rendering = rendering;
    }

    static String format(String format, Object values, Rendering rendering) {
        return new PercentFormat(format, values, rendering).run();
    }

    private String run() {
        rendering.scanned(format.length());
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            directive();
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
        requireAllUsed();
        return rendering.produced(out.toString());
    }

    private void requireAllUsed() {
        boolean left = values instanceof Tuple tuple ? used < tuple.items().size() : used == 0 && !isMapping(values);
        if (left) {
            throw Failure.type("not all arguments converted during string formatting");
        }
    }

    /** What CPython takes for a mapping here: whatever can be subscripted, but tuples and strings. */
    private static boolean isMapping(Object value) {
        return value instanceof Dict
                || value instanceof List
                || value instanceof PythonRange
                || value instanceof Undefined;
    }

    private void directive() {
        Object value = Missing.MISSING;
        if (peek() == '(') {
            value = named();
        }
        String flags = flags();
        int width = numberOrStar(0);
        boolean left = flags.indexOf('-') >= 0 || width < 0;
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, numberOrStar(0));
        }
        if (peek() == 'h' || peek() == 'l' || peek() == 'L') {
            at++;
        }
        char type = peek();
        at++;
        if (type == '%') {
            out.append('%');
            return;
        }
        rendering.called();
        rendering.produced(2L * Math.max(Math.abs((long) width), precision));
        Object argument = Missing.is(value) ? next() : value;
        rendering.charge(Repr.cost(argument));
        append(converted(argument, type, flags, precision), flags, Math.abs(width), left, isNumeric(type, argument));
    }

    private static boolean isNumeric(char type, Object argument) {
        return "diuoxXeEfFgG".indexOf(type) >= 0
                && !(argument instanceof Double number && (Double.isNaN(number) || Double.isInfinite(number)));
    }

    private char peek() {
        if (at >= format.length()) {
            throw Failure.value("incomplete format");
        }
        return format.charAt(at);
    }

    private Object named() {
        int depth = 1;
        int from = ++at;
        while (depth > 0) {
            char c = peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        if (!isMapping(values)) {
            throw Failure.type("format requires a mapping");
        }
        used++;
        String key = format.substring(from, at - 1);
        Object value = values instanceof Dict dict ? dict.get(key, rendering) : null;
        if (value == null) {
            throw Failure.lookup("%s", Repr.brief(key));
        }
        return value;
    }

    private String flags() {
        int from = at;
        while ("-+ #0".indexOf(peek()) >= 0) {
            at++;
        }
        return format.substring(from, at);
    }

    private int numberOrStar(int absent) {
        if (peek() == '*') {
            at++;
            Object number = next();
            if (!Numbers.isInteger(number)) {
                throw Failure.type("* wants int");
            }
            return Numbers.count(number, "a width");
        }
        int from = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        if (at - from > 9) {
            throw Failure.value("width too big");
        }
        return from == at ? absent : Integer.parseInt(format.substring(from, at));
    }

    private Object next() {
        List<?> items = values instanceof Tuple tuple ? tuple.items() : List.of(values);
        if (used >= items.size()) {
            throw Failure.type("not enough arguments for format string");
        }
        return items.get(used++);
    }

    private String converted(Object value, char type, String flags, int precision) {
        return switch (type) {
            case 's' -> cut(Repr.str(value, rendering), precision);
            case 'r' -> cut(Repr.repr(value, rendering), precision);
            case 'a' -> cut(Repr.ascii(value, rendering), precision);
            case 'c' -> character(value);
            case 'd', 'i', 'u' -> signed(integer(value, type, true), 10, "", flags, precision);
            case 'o' -> signed(integer(value, type, false), 8, flags.contains("#") ? "0o" : "", flags, precision);
            case 'x', 'X' -> hexadecimal(value, type, flags, precision);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> floating(value, type, flags, precision);
            default -> throw Failure.value("unsupported format character '%c' at index %d", type, at - 1);
        };
    }

    private static String cut(String text, int precision) {
        boolean longer = precision >= 0 && text.codePointCount(0, text.length()) > precision;
        return longer ? text.substring(0, text.offsetByCodePoints(0, precision)) : text;
    }

    static String character(Object value) {
        if (ValueOrder.isText(value)) {
            String text = Repr.str(value);
            if (text.codePointCount(0, text.length()) == 1) {
                return text;
            }
            throw Failure.type("%c requires int or char".replace("%", "%%"));
        }
        if (!Numbers.isInteger(value)) {
            throw Failure.type("%s", "%c requires int or char");
        }
        long point = Numbers.clampedLong(value);
        if (point < 0 || point > Character.MAX_CODE_POINT) {
            throw Failure.overflow("%s", "%c arg not in range(0x110000)");
        }
        return Character.toString((int) point);
    }

    private static BigInteger integer(Object value, char type, boolean fromFloat) {
        if (Numbers.isInteger(value)) {
            return Numbers.big(value);
        }
        if (fromFloat && value instanceof Double number) {
            return Numbers.big(Numbers.truncate(number));
        }
        if (fromFloat && value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw Failure.type("%%%c format: a number is required, not %s", type, TypeName.of(value));
    }

    private static String hexadecimal(Object value, char type, String flags, int precision) {
        String prefix = flags.contains("#") ? "0x" : "";
        String text = signed(integer(value, type, false), 16, prefix, flags, precision);
        return FloatText.upper(text, type == 'X');
    }

    private static String signed(BigInteger value, int radix, String prefix, String flags, int precision) {
        String digits = radix == 10
                ? Repr.repr(Numbers.normal(value.abs()))
                : value.abs().toString(radix);
        String zeros = "0".repeat(Math.max(0, precision - digits.length()));
        return sign(value.signum() < 0, flags) + prefix + zeros + digits;
    }

    private static String sign(boolean negative, String flags) {
        return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    }

    private static String floating(Object value, char type, String flags, int precision) {
        double number = NumberParsing.toFloat(requireNumber(value));
        String sign = sign(Double.doubleToRawLongBits(number) < 0 && !Double.isNaN(number), flags);
        boolean upper = Character.isUpperCase(type);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return sign + FloatText.upper(Double.isNaN(number) ? "nan" : "inf", upper);
        }
        BigDecimal exact = new BigDecimal(Math.abs(number));
        int digits = precision < 0 ? 6 : precision;
        boolean alternate = flags.contains("#");
        String body = switch (Character.toLowerCase(type)) {
            case 'e' -> FloatText.scientific(exact, digits, alternate);
            case 'f' -> FloatText.fixed(exact, digits, alternate);
            default -> FloatText.general(exact, digits, alternate);
        };
        return sign + FloatText.upper(body, upper);
    }

    private static Object requireNumber(Object value) {
        if (Numbers.isNumber(value) || value instanceof Undefined) {
            return value;
        }
        throw Failure.type("must be real number, not %s", TypeName.of(value));
    }

    private void append(String text, String flags, int width, boolean left, boolean numeric) {
        int missing = Math.max(0, width - text.codePointCount(0, text.length()));
        if (left) {
            out.append(text).append(" ".repeat(missing));
        } else if (numeric && flags.contains("0")) {
            int front = signAndPrefix(text, flags);
            out.append(text, 0, front).append("0".repeat(missing)).append(text, front, text.length());
        } else {
            out.append(" ".repeat(missing)).append(text);
        }
    }

    private static int signAndPrefix(String text, String flags) {
        int front = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        String lower = text.toLowerCase(Locale.ROOT);
        boolean prefixed = flags.contains("#") && (lower.startsWith("0x", front) || lower.startsWith("0o", front));
        return prefixed ? front + 2 : front;
    }
}
