package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code call:name{key:value,…}} with a marker of its own around strings. Source: the chat templates of FunctionGemma 270M and
 * Gemma 4.
 *
 * @param quote what stands around a string
 */
record GemmaCalls(String quote) implements CallFormat {
    private static final int DEEPEST = 100;

    @Override
    public Calls read(Cursor cursor) {
        cursor.expect("call:");
        Tool tool = cursor.tool();
        return Calls.of(new ToolCall(null, tool.name(), JsonWriter.text(object(cursor, tool, 0))));
    }

    private Map<String, @Nullable Object> object(Cursor cursor, @Nullable Tool tool, int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        cursor.expect("{");
        cursor.skip(",");
        while (!cursor.takes("}")) {
            String name = cursor.takes(quote)
                    ? cursor.until(quote)
                    : cursor.untilAny(":{},").strip();
            cursor.skip();
            cursor.expect(":");
            cursor.skip();
            members.put(name, value(cursor, tool, name, depth + 1));
            cursor.skip(",");
        }
        return members;
    }

    private @Nullable Object value(Cursor cursor, @Nullable Tool tool, String name, int depth) {
        if (depth > DEEPEST) {
            throw NoCall.broken();
        }
        if (cursor.takes(quote)) {
            String text = cursor.until(quote);
            return tool == null ? text : TypedValue.quoted(tool, name, text);
        }
        return switch (cursor.peek()) {
            case '{' -> object(cursor, null, depth);
            case '[' -> list(cursor, depth);
            default -> bare(cursor, tool, name);
        };
    }

    private List<@Nullable Object> list(Cursor cursor, int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        cursor.expect("[");
        cursor.skip(",");
        while (!cursor.takes("]")) {
            items.add(value(cursor, null, "", depth + 1));
            cursor.skip(",");
        }
        return items;
    }

    private static @Nullable Object bare(Cursor cursor, @Nullable Tool tool, String name) {
        String text = cursor.untilAny(",}]");
        if (text.isBlank()) {
            throw NoCall.broken();
        }
        if (text.strip().equals("null")) {
            return null;
        }
        return TypedValue.unquoted(tool == null ? Tool.UNTYPED : tool, name, text.strip());
    }
}
