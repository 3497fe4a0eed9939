package io.github.isotherm.chat;

/** Kimi K2's: {@code functions.name:0} is the call's id. Source: the chat template of Kimi-K2-Instruct. */
final class KimiCalls implements CallFormat {
    private static final String ALL = "<|tool_calls_section_begin|>";
    private static final String ALL_END = "<|tool_calls_section_end|>";
    private static final String ONE = "<|tool_call_begin|>";
    private static final String ONE_END = "<|tool_call_end|>";
    private static final String ARGUMENTS = "<|tool_call_argument_begin|>";

    @Override
    public Calls read(Cursor cursor) {
        cursor.takes(ALL);
        cursor.skip();
        Calls calls = CallFormat.series(cursor, KimiCalls::one, "");
        cursor.takesBehindBlanks(ALL_END);
        return calls;
    }

    private static Calls one(Cursor cursor) {
        cursor.expect(ONE);
        cursor.skip();
        int from = cursor.at();
        cursor.takes("functions.");
        Tool tool = cursor.tool();
        if (cursor.takes(":")) {
            cursor.word();
        }
        String id = cursor.from(from);
        cursor.skip();
        cursor.expect(ARGUMENTS);
        cursor.skip();
        String arguments = cursor.object();
        cursor.takesBehindBlanks(ONE_END);
        return Calls.of(new ToolCall(id.equals(tool.name()) ? null : id, tool.name(), arguments));
    }
}
