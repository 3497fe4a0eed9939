package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;

/** Python's {@code str()} and {@code repr()} of values. */
final class Repr {
    /** Python 3.11 refuses to write integers with more decimal digits. */
    private static final int LONGEST_INTEGER = 4300;
    /** The bits of the longest of them. */
    private static final int LONGEST_BITS = 14_285;

    private static final int BRIEF = 60;
    private static final long NODE = 24;
    private static final long NUMBER = 400;
    private static final long FLOAT = 16;

    private Repr() {}

    /** The text of what is no container. */
    static String str(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof SafeText safe) {
            return safe.text();
        }
        return value instanceof Undefined ? "" : repr(value);
    }

    /** {@code repr} of a number, None, or another value with a name of its own. */
    static String repr(Object value) {
        if (value instanceof Long || value instanceof BigInteger || value instanceof Boolean) {
            return scalar(value);
        }
        if (value instanceof Double number) {
            return FloatText.repr(number);
        }
        return value == None.NONE ? "None" : named(value);
    }

    /** The text of a value, paid for as it grows. */
    static String str(Object value, Rendering rendering) {
        return value instanceof String || value instanceof SafeText || value instanceof Undefined
                ? str(value)
                : repr(value, rendering);
    }

    static String repr(Object value, Rendering rendering) {
        StringBuilder out = new StringBuilder();
        write(value, out, rendering);
        return out.toString();
    }

    /** What errors show of a value: all of it if it is short. */
    static String brief(Object value) {
        if (value instanceof String text) {
            return text.length() <= BRIEF ? quote(text) : quote(text.substring(0, BRIEF)) + "...";
        }
        return value instanceof Long || value instanceof Boolean || value == None.NONE
                ? repr(value)
                : "a value of type " + TypeName.of(value);
    }

    /** What writing a value itself takes, without those inside it. */
    static long cost(Object value) {
        if (value instanceof Double number) {
            return NUMBER + FLOAT * Math.abs(Math.getExponent(number));
        }
        if (value instanceof BigInteger big) {
            long words = Math.min(big.bitLength(), LONGEST_BITS) >> 5;
            return NUMBER + words * words;
        }
        return value instanceof String text ? NODE + 4L * text.length() : NODE;
    }

    private static String scalar(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof BigInteger big && big.bitLength() > LONGEST_BITS - 300) {
            String text = big.bitLength() > LONGEST_BITS ? "" : big.toString();
            if (text.isEmpty() || text.length() - (big.signum() < 0 ? 1 : 0) > LONGEST_INTEGER) {
                throw Failure.value("Exceeds the limit (4300 digits) for integer string conversion");
            }
            return text;
        }
        return value.toString();
    }

    private static void write(Object value, StringBuilder out, Rendering rendering) {
        rendering.charge(cost(value));
        if (value instanceof String text) {
            out.append(quote(text));
        } else if (value instanceof List<?> list) {
            sequence("[", list.iterator(), "]", out, rendering);
        } else if (value instanceof Tuple tuple) {
            sequence("(", tuple.items().iterator(), tuple.items().size() == 1 ? ",)" : ")", out, rendering);
        } else if (value instanceof Dict dict) {
            dict(dict, out, rendering);
        } else if (value instanceof DictView view) {
            sequence(view.kind().type() + "([", view.elements(), "])", out, rendering);
        } else if (value instanceof Namespace namespace) {
            out.append("<Namespace ");
            write(namespace.attributes(), out, rendering);
            out.append('>');
        } else {
            out.append(other(value, rendering));
        }
        Rendering.requireLength(out.length(), rendering.limits().textLength());
    }

    private static void sequence(String open, Iterator<?> items, String close, StringBuilder out, Rendering rendering) {
        out.append(open);
        String separator = "";
        while (items.hasNext()) {
            out.append(separator);
            write(items.next(), out, rendering);
            separator = ", ";
        }
        out.append(close);
    }

    private static void dict(Dict dict, StringBuilder out, Rendering rendering) {
        out.append('{');
        String separator = "";
        for (Iterator<Object> entries = dict.entries(); entries.hasNext(); ) {
            List<Object> pair = ((Tuple) entries.next()).items();
            out.append(separator);
            write(pair.get(0), out, rendering);
            out.append(": ");
            write(pair.get(1), out, rendering);
            separator = ", ";
        }
        out.append('}');
    }

    private static String other(Object value, Rendering rendering) {
        if (value instanceof SafeText safe) {
            rendering.charge(4L * safe.text().length());
            return "Markup(" + quote(safe.text()) + ")";
        }
        return value instanceof Undefined ? "Undefined" : repr(value);
    }

    private static String named(Object value) {
        if (value instanceof PythonRange range) {
            String step = range.step() == 1 ? "" : ", " + range.step();
            return "range(" + range.start() + ", " + range.stop() + step + ")";
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
            escaped(point, out);
        }
    }

    private static void escaped(int point, StringBuilder out) {
        out.append(point < 0x100 ? "\\x" : point < 0x10000 ? "\\u" : "\\U");
        HexDigits.append(out, point, point < 0x100 ? 2 : point < 0x10000 ? 4 : 8);
    }

    /** {@code ascii()}: repr with everything beyond ASCII escaped. */
    static String ascii(Object value, Rendering rendering) {
        StringBuilder out = new StringBuilder();
        String shown = repr(value, rendering);
        rendering.produced(10L * shown.length());
        shown.codePoints().forEach(point -> {
            if (point < 0x80) {
                out.appendCodePoint(point);
            } else {
                escaped(point, out);
            }
        });
        return out.toString();
    }
}
