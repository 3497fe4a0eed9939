package io.github.isotherm.template;

import java.util.Iterator;
import java.util.List;

/** {@code json.dumps} as the tojson filter of transformers calls it. */
final class JsonDump {
    private final boolean ascii;
    private final String indent;
    private final boolean lines;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;
    private final Rendering rendering;
    private final StringBuilder out = new StringBuilder();

    private JsonDump(Object[] options, Rendering rendering) {
        this.ascii = !Missing.is(options[0]) && Truth.of(options[0]);
        this.lines = !Missing.is(options[1]) && options[1] != None.NONE;
        this.indent = lines ? indent(options[1]) : "";
        List<Object> separators = separators(options[2], rendering);
        this.itemSeparator = separators.isEmpty() ? (lines ? "," : ", ") : separator(separators.get(0));
        this.keySeparator = separators.isEmpty() ? ": " : separator(separators.get(1));
        this.sorted = !Missing.is(options[3]) && Truth.of(options[3]);
        this.rendering = rendering;
    }

    /** The filter: {@code tojson(ensure_ascii=False, indent=None, separators=None, sort_keys=False)}. */
    static Object dumps(Rendering rendering, Arguments arguments) {
        Object[] bound = arguments.bind("tojson", "x", "ensure_ascii?", "indent?", "separators?", "sort_keys?");
        Object[] options = {bound[1], bound[2], bound[3], bound[4]};
        JsonDump json = new JsonDump(options, rendering);
        json.write(bound[0], 0);
        return json.out.toString();
    }

    private static String indent(Object indent) {
        if (ValueOrder.isText(indent)) {
            return Repr.str(indent);
        }
        int spaces = Numbers.count(indent, "indent");
        Rendering.requireLength(spaces, 10_000);
        return " ".repeat(Math.max(0, spaces));
    }

    private static List<Object> separators(Object separators, Rendering rendering) {
        boolean absent = Missing.is(separators) || separators == None.NONE;
        return absent ? List.of() : Iteration.unpack(separators, 2, rendering);
    }

    private static String separator(Object separator) {
        return StringMethods.text(separator, "json.dumps");
    }

    private void write(Object value, int depth) {
        rendering.charge(Repr.cost(value));
        if (ValueOrder.isText(value)) {
            string(Repr.str(value));
        } else if (value instanceof Dict dict) {
            object(dict, depth);
        } else if (value instanceof List<?> list) {
            array(list, depth);
        } else if (value instanceof Tuple tuple) {
            array(tuple.items(), depth);
        } else {
            out.append(scalar(value));
        }
        Rendering.requireLength(out.length(), rendering.limits().textLength());
    }

    private static String scalar(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "true" : "false";
        }
        if (value == None.NONE) {
            return "null";
        }
        if (value instanceof Double number && (Double.isNaN(number) || Double.isInfinite(number))) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        if (Numbers.isNumber(value)) {
            return Repr.repr(value);
        }
        throw Failure.type("Object of type %s is not JSON serializable", TypeName.of(value));
    }

    private void array(List<?> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        String separator = "";
        for (Object item : items) {
            out.append(separator);
            newLine(depth + 1);
            write(item, depth + 1);
            separator = itemSeparator;
        }
        newLine(depth);
        out.append(']');
    }

    private void object(Dict dict, int depth) {
        if (dict.size() == 0) {
            out.append("{}");
            return;
        }
        out.append('{');
        String separator = "";
        Iterator<Object> entries = sorted ? sortedEntries(dict).iterator() : dict.entries();
        while (entries.hasNext()) {
            rendering.called();
            List<Object> pair = ((Tuple) entries.next()).items();
            out.append(separator);
            newLine(depth + 1);
            string(key(pair.get(0)));
            out.append(keySeparator);
            write(pair.get(1), depth + 1);
            separator = itemSeparator;
        }
        newLine(depth);
        out.append('}');
    }

    private List<Object> sortedEntries(Dict dict) {
        List<Object> entries = Iteration.list(new DictView(dict, DictView.Kind.ITEMS), rendering);
        return Sorting.sorted(entries, this::compareEntries, rendering);
    }

    private int compareEntries(Object left, Object right) {
        return ValueOrder.less(left, right, rendering) ? -1 : ValueOrder.less(right, left, rendering) ? 1 : 0;
    }

    private static String key(Object key) {
        if (ValueOrder.isText(key)) {
            return Repr.str(key);
        }
        if (Numbers.isNumber(key) || key == None.NONE) {
            return scalar(key);
        }
        throw Failure.type("keys must be str, int, float, bool or None, not %s", TypeName.of(key));
    }

    private void newLine(int depth) {
        if (lines) {
            rendering.produced(1 + (long) depth * indent.length());
            out.append('\n');
            for (int i = 0; i < depth; i++) {
                out.append(indent);
            }
            Rendering.requireLength(out.length(), rendering.limits().textLength());
        }
    }

    private void string(String text) {
        rendering.produced(ascii ? 6L * text.length() : 2L * text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\f' -> out.append("\\f");
            case '\b' -> out.append("\\b");
            default -> {
                if (c < ' ' || (ascii && c > '~')) {
                    out.append("\\u");
                    HexDigits.append(out, c, 4);
                } else {
                    out.append(c);
                }
            }
        }
    }
}
