package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as JSON without white space. */
public final class JsonWriter {
    private static final int DEEPEST = 500;

    private final StringBuilder text = new StringBuilder();

    private JsonWriter() {}

    /**
     * A value as JSON.
     *
     * @param value maps, lists, strings, numbers, booleans, null
     * @return the text
     * @throws GrammarException when there is another value in it, or it nests too deeply
     */
    public static String text(@Nullable Object value) {
        JsonWriter writer = new JsonWriter();
        writer.add(value, 0);
        return writer.text.toString();
    }

    private void add(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new GrammarException(
                    "A value nests more than " + DEEPEST + " lists and objects in each other; write fewer.", "", "");
        }
        if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List<?> list) {
            array(list, depth);
        } else if (value instanceof String string) {
            string(string);
        } else if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Number number) {
            number(number);
        } else {
            throw new GrammarException(
                    "A value of " + value.getClass().getName()
                            + " is not JSON; give maps, lists, strings, numbers, booleans or null.",
                    "",
                    "");
        }
    }

    private void object(Map<?, ?> map, int depth) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(before);
            string(String.valueOf(entry.getKey()));
            text.append(':');
            add(entry.getValue(), depth + 1);
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void array(List<?> list, int depth) {
        char before = '[';
        for (Object item : list) {
            text.append(before);
            add(item, depth + 1);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void number(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value) || (Double.isInfinite(value) && !(number instanceof BigDecimal))) {
            throw new GrammarException(number + " is not JSON; give a finite number.", "", "");
        }
        text.append(
                number instanceof Double && value == Math.rint(value) && Math.abs(value) < 0x1p53
                        ? Long.toString((long) value)
                        : number.toString());
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(c < 16 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
