package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tool's name, then key and value of each argument in tags of their own. Values have no type of their own ({@link
 * TypedValue}). Source: the chat templates of GLM-4.5 and 4.6.
 *
 * @param end what must follow, and is not read
 */
record GlmCalls(String end) implements CallFormat {
    @Override
    public Calls read(Cursor cursor) {
        Tool tool = cursor.tool();
        cursor.skip();
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        while (cursor.takes("<arg_key>")) {
            String name = cursor.until("</arg_key>").strip();
            cursor.skip();
            cursor.expect("<arg_value>");
            arguments.put(name, TypedValue.of(tool, name, cursor.until("</arg_value>")));
            cursor.skip();
        }
        int behind = cursor.at();
        cursor.expect(end);
        cursor.moveTo(behind);
        return Calls.of(new ToolCall(null, tool.name(), JsonWriter.text(arguments)));
    }
}
