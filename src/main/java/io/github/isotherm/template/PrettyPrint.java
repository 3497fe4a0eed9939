package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code pprint.pformat}: what does not fit into 80 columns goes one element a line, dicts by key. */
final class PrettyPrint {
    private static final int WIDTH = 80;
    private static final Pattern WORDS = Pattern.compile("\\S*\\s*", Pattern.UNICODE_CHARACTER_CLASS);

    /** What a character takes, which may be a word of its own, quoted again and again until the line is full. */
    private static final long WORD = 400;

    private final Rendering rendering;
    private final StringBuilder out = new StringBuilder();

    private PrettyPrint(Rendering rendering) {
        this.rendering = rendering;
    }

    static String format(Object value, Rendering rendering) {
        PrettyPrint printer = new PrettyPrint(rendering);
        printer.write(value, 0, 0);
        return printer.out.toString();
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    /** Writes a value at an indentation, leaving so many columns at the end of its last line. */
    private void write(Object value, int indent, int allowance) {
        String text = Repr.repr(sorted(value), rendering);
        Rendering.requireLength(
                out.length() + (long) text.length(), rendering.limits().textLength());
        rendering.produced(text.length());
        if (length(text) <= WIDTH - indent - allowance) {
            out.append(text);
        } else if (value instanceof Dict dict && dict.size() > 0) {
            dict(dict, indent, allowance + 1);
        } else if (value instanceof List<?> list) {
            sequence("[", list, indent, allowance, "]");
        } else if (value instanceof Tuple tuple && !tuple.group()) {
            sequence("(", tuple.items(), indent, allowance, tuple.items().size() == 1 ? ",)" : ")");
        } else if (value instanceof String string && !string.isEmpty()) {
            string(string, indent, allowance, out.length() == 0);
        } else {
            out.append(text);
        }
    }

    private void dict(Dict dict, int indent, int allowance) {
        out.append('{');
        List<Object> keys = sortedKeys(dict);
        for (int i = 0; i < keys.size(); i++) {
            Object value = dict.get(keys.get(i), rendering);
            String key = Repr.repr(keys.get(i), rendering);
            out.append(key).append(": ");
            boolean last = i == keys.size() - 1;
            write(value == null ? None.NONE : value, indent + 1 + length(key) + 2, last ? allowance : 1);
            out.append(last ? "" : newLine(indent + 1));
        }
        out.append('}');
    }

    private String newLine(int indent) {
        rendering.produced(indent + 2L);
        return ",\n" + " ".repeat(indent);
    }

    private void sequence(String open, List<?> items, int indent, int allowance, String close) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            boolean last = i == items.size() - 1;
            write(items.get(i), indent + 1, last ? allowance + close.length() : 1);
            out.append(last ? "" : newLine(indent + 1));
        }
        out.append(close);
    }

    private void string(String text, int indent, int allowance, boolean outermost) {
        rendering.charge(WORD * text.length());
        List<String> chunks = new ArrayList<>();
        int inner = outermost ? indent + 1 : indent;
        int left = outermost ? allowance + 1 : allowance;
        List<Object> lines = Splitting.lines(text, true, rendering);
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            line((String) lines.get(i), WIDTH - inner - (last ? left : 0), WIDTH - inner, last, chunks);
        }
        boolean parentheses = outermost && chunks.size() > 1;
        out.append(parentheses ? "(" : "")
                .append(String.join("\n" + " ".repeat(inner), chunks))
                .append(parentheses ? ")" : "");
    }

    private static void line(String line, int lastWidth, int width, boolean last, List<String> chunks) {
        String whole = Repr.quote(line);
        if (length(whole) <= lastWidth) {
            chunks.add(whole);
            return;
        }
        List<String> parts = new ArrayList<>();
        Matcher words = WORDS.matcher(line);
        while (words.find() && !words.group().isEmpty()) {
            parts.add(words.group());
        }
        String current = "";
        for (int i = 0; i < parts.size(); i++) {
            String candidate = current + parts.get(i);
            int room = last && i == parts.size() - 1 ? lastWidth : width;
            if (length(Repr.quote(candidate)) > room) {
                if (!current.isEmpty()) {
                    chunks.add(Repr.quote(current));
                }
                current = parts.get(i);
            } else {
                current = candidate;
            }
        }
        if (!current.isEmpty()) {
            chunks.add(Repr.quote(current));
        }
    }

    private List<Object> sortedKeys(Dict dict) {
        return Sorting.sorted(Iteration.list(dict, rendering), this::order, rendering);
    }

    /** Keys without an order of their own go by the names of their types. */
    private int order(Object left, Object right) {
        try {
            return ValueOrder.less(left, right, rendering) ? -1 : ValueOrder.less(right, left, rendering) ? 1 : 0;
        } catch (Failure failure) {
            if (failure.kind() != Failure.Kind.TYPE) {
                throw failure;
            }
            return TypeName.of(left).compareTo(TypeName.of(right));
        }
    }

    private Object sorted(Object value) {
        rendering.objects(2);
        if (value instanceof List<?> list) {
            return list.stream().map(this::sorted).toList();
        }
        if (value instanceof Tuple tuple && !tuple.group()) {
            return new Tuple(tuple.items().stream().map(this::sorted).toList());
        }
        if (!(value instanceof Dict dict)) {
            return value;
        }
        Dict copy = new Dict(dict.size());
        for (Object key : sortedKeys(dict)) {
            Object own = dict.get(key, rendering);
            copy.put(key, own == null ? None.NONE : sorted(own), rendering);
        }
        return copy;
    }
}
