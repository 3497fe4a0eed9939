package io.github.isotherm.chat;

import java.util.List;

/**
 * gpt-oss' messages to a tool. The tool's name stands before or behind the channel. Source: OpenAI's description of the harmony
 * format.
 */
final class HarmonyCalls implements CallFormat {
    private static final String TO = "to=";
    private static final String RECIPIENT = " to=functions.";
    private static final String CHANNEL = "<|channel|>commentary";
    private static final List<String> CHANNELS = List.of("commentary", "analysis");

    /** The ways of a frame: where a template writes the tool before the channel, models mostly write it behind that. */
    static List<CallFrame> ways(CallFrame frame) {
        boolean is = frame.before().endsWith(RECIPIENT) && frame.infix().startsWith(CHANNEL);
        return is
                ? List.of(
                        frame,
                        new CallFrame(
                                "",
                                CHANNEL + RECIPIENT,
                                " <|constrain|>json<|message|>",
                                frame.after(),
                                frame.between(),
                                frame.closing()))
                : List.of(frame);
    }

    @Override
    public Calls read(Cursor cursor) {
        if (cursor.peek() != '<' && !cursor.before().isEmpty()) {
            throw NoCall.broken();
        }
        cursor.takes("<|start|>assistant");
        cursor.skip();
        Tool tool = cursor.takes(TO) ? recipient(cursor) : null;
        cursor.skip();
        cursor.expect("<|channel|>");
        cursor.expectOne(CHANNELS);
        cursor.skip();
        if (tool == null) {
            cursor.expect(TO);
            tool = recipient(cursor);
        }
        cursor.skip();
        cursor.takes("<|constrain|>");
        cursor.takes("json");
        cursor.skip();
        cursor.expect("<|message|>");
        cursor.skip();
        String arguments = cursor.object();
        cursor.takesBehindBlanks("<|call|>");
        return Calls.of(new ToolCall(null, tool.name(), arguments));
    }

    private static Tool recipient(Cursor cursor) {
        cursor.takes("functions.");
        return cursor.tool();
    }
}
