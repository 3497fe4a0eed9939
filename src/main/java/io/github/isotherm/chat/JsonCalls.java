package io.github.isotherm.chat;

import java.util.List;

/**
 * Calls as JSON objects one after the other, or in a list.
 *
 * @param marked whether a marker stands before them: other members of a list are then left as text, and else end it
 */
record JsonCalls(boolean marked) implements CallFormat {
    /** What stands between calls. */
    static final String BETWEEN = ",;";

    @Override
    public Calls read(Cursor cursor) {
        return cursor.peek() == '[' ? list(cursor) : CallFormat.series(cursor, this::object, BETWEEN);
    }

    private Calls object(Cursor cursor) {
        if (cursor.peek() != '{') {
            throw NoCall.broken();
        }
        Calls calls = value(cursor);
        if (calls.isEmpty()) {
            throw NoCall.broken();
        }
        return calls;
    }

    private Calls value(Cursor cursor) {
        int from = cursor.at();
        if (!marked && !begins(cursor)) {
            throw NoCall.broken();
        }
        List<ToolCall> calls = new CallObject(cursor.tools(), marked).calls(cursor.json());
        return calls.isEmpty() ? Calls.left(from, cursor.at()) : new Calls(calls, List.of());
    }

    /** Good calls before a broken one count. */
    private Calls list(Cursor cursor) {
        cursor.expect("[");
        Calls all = Calls.NONE;
        cursor.skip(BETWEEN);
        while (!cursor.takes("]")) {
            int from = cursor.at();
            try {
                all = all.and(marked ? value(cursor) : object(cursor));
            } catch (NoCall no) {
                cursor.backTo(from, no);
                break;
            }
            cursor.skip(BETWEEN);
        }
        if (all.isEmpty()) {
            throw NoCall.broken();
        }
        return all;
    }

    /** Whether an object here may be a call, by its first key; where the text ends inside that, it may. */
    static boolean begins(Cursor cursor) {
        int from = cursor.at();
        boolean begins = cursor.begins(List.of("{"));
        if (begins && cursor.takes("{")) {
            cursor.skip();
            begins = cursor.begins(CallObject.KEYS);
        }
        cursor.moveTo(from);
        return begins;
    }
}
