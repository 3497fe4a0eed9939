package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code str()} and {@code repr()} of values. */
final class Repr {
    /** Python 3.11 refuses to write integers with more decimal digits. */
    private static final int LONGEST_INTEGER = 4300;

    private Repr() {}

    static String str(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof SafeText safe) {
            return safe.text();
        }
        if (value instanceof Undefined) {
            return "";
        }
        return repr(value);
    }

    static String repr(Object value) {
        if (value instanceof Long || value instanceof BigInteger || value instanceof Boolean) {
            return scalar(value);
        }
        if (value instanceof Double number) {
            return FloatText.repr(number);
        }
        if (value == None.NONE) {
            return "None";
        }
        StringBuilder out = new StringBuilder();
        write(value, out, Integer.MAX_VALUE);
        return out.toString();
    }

    /** The text of a value, refused as soon as it grows beyond the limit of the rendering. */
    static String str(Object value, Rendering rendering) {
        if (value instanceof Dict || value instanceof List || value instanceof Tuple || value instanceof DictView) {
            StringBuilder out = new StringBuilder();
            write(value, out, rendering.limits().textLength());
            rendering.produced(out.length());
            return out.toString();
        }
        return str(value);
    }

    private static String scalar(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof BigInteger big && big.bitLength() > 14_000) {
            String text = big.toString();
            if (text.length() - (big.signum() < 0 ? 1 : 0) > LONGEST_INTEGER) {
                throw Failure.value("Exceeds the limit (4300 digits) for integer string conversion");
            }
            return text;
        }
        return value.toString();
    }

    private static void write(Object value, StringBuilder out, int limit) {
        if (value instanceof String text) {
            out.append(quote(text));
        } else if (value instanceof List<?> list) {
            sequence("[", list, "]", out, limit);
        } else if (value instanceof Tuple tuple) {
            sequence("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", out, limit);
        } else if (value instanceof Dict dict) {
            dict(dict, out, limit);
        } else if (value instanceof DictView view) {
            sequence(view.kind().type() + "([", view.elements(), "])", out, limit);
        } else {
            out.append(other(value));
        }
        Rendering.requireLength(out.length(), limit);
    }

    private static void sequence(String open, List<?> items, String close, StringBuilder out, int limit) {
        out.append(open);
        String separator = "";
        for (Object item : items) {
            out.append(separator);
            write(item, out, limit);
            separator = ", ";
        }
        out.append(close);
    }

    private static void dict(Dict dict, StringBuilder out, int limit) {
        out.append('{');
        String separator = "";
        for (Object entry : dict.entries()) {
            List<Object> pair = ((Tuple) entry).items();
            out.append(separator);
            write(pair.get(0), out, limit);
            out.append(": ");
            write(pair.get(1), out, limit);
            separator = ", ";
        }
        out.append('}');
    }

    private static String other(Object value) {
        if (Numbers.isNumber(value) || value == None.NONE) {
            return repr(value);
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        if (value instanceof PythonRange range) {
            String step = range.step() == 1 ? "" : ", " + range.step();
            return "range(" + range.start() + ", " + range.stop() + step + ")";
        }
        if (value instanceof SafeText safe) {
            return "Markup(" + quote(safe.text()) + ")";
        }
        if (value instanceof Namespace namespace) {
            return "<Namespace " + repr(namespace.attributes()) + ">";
        }
        if (value instanceof Macro || value instanceof LoopContext || value == Missing.MISSING) {
            return value == Missing.MISSING ? "missing" : value.toString();
        }
        if (value instanceof Builtin builtin && !builtin.name().isEmpty()) {
            return builtin.name();
        }
        throw Failure.type("a value of type %s has no text (Python would print a memory address)", TypeName.of(value));
    }

    /** {@code repr} of a string: single quotes unless only they occur, escapes for what does not print. */
    static String quote(String text) {
        char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 2).append(mark);
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            escape(point, mark, out);
        }
        return out.append(mark).toString();
    }

    private static void escape(int point, char mark, StringBuilder out) {
        if (point == mark || point == '\\') {
            out.append('\\').append((char) point);
        } else if (point == '\n') {
            out.append("\\n");
        } else if (point == '\r') {
            out.append("\\r");
        } else if (point == '\t') {
            out.append("\\t");
        } else if (Characters.isPrintable(point)) {
            out.appendCodePoint(point);
        } else {
            out.append(escaped(point));
        }
    }

    private static String escaped(int point) {
        String format = point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x";
        return String.format(Locale.ROOT, format, point);
    }

    /** {@code ascii()}: repr with everything beyond ASCII escaped. */
    static String ascii(Object value) {
        StringBuilder out = new StringBuilder();
        repr(value).codePoints().forEach(point -> {
            if (point < 0x80) {
                out.appendCodePoint(point);
            } else {
                out.append(escaped(point));
            }
        });
        return out.toString();
    }
}
