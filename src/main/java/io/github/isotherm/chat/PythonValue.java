package io.github.isotherm.chat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's literals as JSON's values: tuples and sets are lists; JSON's own words are read too. */
final class PythonValue {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,9})?");
    private static final int DEEPEST = 100;
    private static final String ENDS = ",)]}: \n\t";

    private PythonValue() {}

    static @Nullable Object read(Cursor cursor) {
        return read(cursor, 0);
    }

    private static @Nullable Object read(Cursor cursor, int depth) {
        if (depth > DEEPEST) {
            throw NoCall.broken();
        }
        return switch (cursor.peek()) {
            case '"', '\'' -> string(cursor);
            case '[' -> list(cursor, "[", "]", depth);
            case '(' -> list(cursor, "(", ")", depth);
            case '{' -> braces(cursor, depth);
            default -> word(cursor.untilAny(ENDS));
        };
    }

    private static @Nullable Object word(String word) {
        return switch (word) {
            case "True", "true" -> true;
            case "False", "false" -> false;
            case "None", "null" -> null;
            default -> {
                if (!NUMBER.matcher(word).matches()) {
                    throw NoCall.broken();
                }
                yield new BigDecimal(word);
            }
        };
    }

    private static String string(Cursor cursor) {
        char quote = cursor.next();
        StringBuilder string = new StringBuilder();
        for (char c = cursor.next(); c != quote; c = cursor.next()) {
            if (c == '\\') {
                escaped(cursor, string);
            } else {
                string.append(c);
            }
        }
        return string.toString();
    }

    private static void escaped(Cursor cursor, StringBuilder string) {
        char c = cursor.next();
        switch (c) {
            case 'n' -> string.append('\n');
            case 't' -> string.append('\t');
            case 'r' -> string.append('\r');
            case 'b' -> string.append('\b');
            case 'f' -> string.append('\f');
            case '\n' -> {}
            case 'x' -> string.append(unit(cursor, 2));
            case 'u' -> string.append(unit(cursor, 4));
            case '\\', '\'', '"' -> string.append(c);
            default -> string.append('\\').append(c);
        }
    }

    private static char unit(Cursor cursor, int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(cursor.next(), 16);
            if (digit < 0) {
                throw NoCall.broken();
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private static List<@Nullable Object> list(Cursor cursor, String open, String close, int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        cursor.expect(open);
        cursor.skip();
        while (!cursor.takes(close)) {
            items.add(read(cursor, depth + 1));
            comma(cursor, close);
        }
        return items;
    }

    private static void comma(Cursor cursor, String close) {
        cursor.skip();
        if (cursor.peek() != close.charAt(0)) {
            cursor.expect(",");
            cursor.skip();
        }
    }

    /** A dict, or a set. */
    private static Object braces(Cursor cursor, int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        List<@Nullable Object> items = new ArrayList<>();
        cursor.expect("{");
        cursor.skip();
        while (!cursor.takes("}")) {
            Object item = read(cursor, depth + 1);
            cursor.skip();
            if (cursor.takes(":")) {
                cursor.skip();
                members.put(String.valueOf(item), read(cursor, depth + 1));
            } else {
                items.add(item);
            }
            comma(cursor, "}");
        }
        if (!members.isEmpty() && !items.isEmpty()) {
            throw NoCall.broken();
        }
        return items.isEmpty() ? members : items;
    }
}
