package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls as in Python, with named arguments: {@code [name(a=1, b="x"), other()]}. Source: the model cards of Llama 4 and LFM2.
 *
 * @param listed whether they stand in brackets always
 */
record PythonCalls(boolean listed) implements CallFormat {
    @Override
    public Calls read(Cursor cursor) {
        return listed || cursor.peek() == '['
                ? list(cursor)
                : CallFormat.series(cursor, PythonCalls::one, JsonCalls.BETWEEN);
    }

    private static Calls list(Cursor cursor) {
        cursor.expect("[");
        cursor.skip();
        Calls calls = CallFormat.series(cursor, PythonCalls::one, ",");
        int behind = cursor.at();
        cursor.skip(",");
        if (!cursor.takes("]")) {
            cursor.moveTo(behind);
        }
        return calls;
    }

    private static Calls one(Cursor cursor) {
        Tool tool = cursor.tool();
        cursor.takes(".call");
        cursor.expect("(");
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        cursor.skip();
        while (!cursor.takes(")")) {
            String name = cursor.untilAny("=,()\"'\n").strip();
            cursor.expect("=");
            cursor.skip();
            arguments.put(name, PythonValue.read(cursor));
            cursor.skip();
            if (cursor.peek() != ')') {
                cursor.expect(",");
                cursor.skip();
            }
        }
        return Calls.of(new ToolCall(null, tool.name(), JsonWriter.text(arguments)));
    }
}
