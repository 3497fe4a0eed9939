package io.github.isotherm.chat;

/**
 * DeepSeek's: V3 and R1 write {@code function}, the name and a JSON code block, V3.1 the name and JSON. Source: the chat
 * templates of DeepSeek-V3-0324, R1-0528 and V3.1.
 */
final class DeepSeekCalls implements CallFormat {
    private static final String ALL = "<｜tool▁calls▁begin｜>";
    private static final String ALL_END = "<｜tool▁calls▁end｜>";
    private static final String ONE = "<｜tool▁call▁begin｜>";
    private static final String ONE_END = "<｜tool▁call▁end｜>";
    private static final String NAME = "<｜tool▁sep｜>";

    @Override
    public Calls read(Cursor cursor) {
        cursor.takes(ALL);
        cursor.skip();
        Calls calls = CallFormat.series(cursor, DeepSeekCalls::one, "");
        cursor.takesBehindBlanks(ALL_END);
        return calls;
    }

    private static Calls one(Cursor cursor) {
        cursor.expect(ONE);
        cursor.skip();
        boolean typed = cursor.takes("function" + NAME);
        Tool tool = cursor.tool();
        if (!typed) {
            cursor.expect(NAME);
        }
        cursor.skip();
        boolean fenced = cursor.takes("```json");
        cursor.skip();
        String arguments = cursor.object();
        if (fenced) {
            cursor.takesBehindBlanks("```");
        }
        cursor.takesBehindBlanks(ONE_END);
        return Calls.of(new ToolCall(null, tool.name(), arguments));
    }
}
