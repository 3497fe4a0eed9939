package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tag for the tool and one for each argument, or JSON in the tool's. Values have no type of their own ({@link TypedValue}).
 *
 * @param function what stands before the tool's name
 * @param parameter what stands before an argument's name
 * @param named what stands behind either name
 * @param parameterEnd what ends an argument
 * @param functionEnd what ends the call
 */
record XmlCalls(String function, String parameter, String named, String parameterEnd, String functionEnd)
        implements CallFormat {
    @Override
    public Calls read(Cursor cursor) {
        return CallFormat.series(cursor, this::one, "");
    }

    private Calls one(Cursor cursor) {
        cursor.expect(function);
        Tool tool = cursor.tool();
        cursor.expect(named);
        cursor.skip();
        String arguments = cursor.peek() == '{' ? cursor.object() : arguments(cursor, tool);
        cursor.skip();
        cursor.expect(functionEnd);
        return Calls.of(new ToolCall(null, tool.name(), arguments));
    }

    private String arguments(Cursor cursor, Tool tool) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        while (cursor.takes(parameter)) {
            String name = cursor.until(named);
            arguments.put(name, TypedValue.of(tool, name, unframed(cursor.until(parameterEnd))));
            cursor.skip();
        }
        return JsonWriter.text(arguments);
    }

    /** Without the line breaks that the tags are set off with. */
    private static String unframed(String value) {
        int from = value.startsWith("\n") ? 1 : 0;
        int to = value.length() > from && value.endsWith("\n") ? value.length() - 1 : value.length();
        return value.substring(from, to);
    }
}
