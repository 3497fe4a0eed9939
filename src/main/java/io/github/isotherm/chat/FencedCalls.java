package io.github.isotherm.chat;

import java.util.List;
import java.util.Set;

/** Calls in a Markdown code block: as JSON, or as in Python. */
final class FencedCalls implements CallFormat {
    private static final String FENCE = "```";
    private static final Set<String> LANGUAGES = Set.of("", "json", "tool_call", "tool_calls", "tool_code", "python");
    private static final List<CallFormat> BODIES = List.of(new JsonCalls(false), new PythonCalls(false));

    @Override
    public Calls read(Cursor cursor) {
        cursor.expect(FENCE);
        if (!LANGUAGES.contains(cursor.word())) {
            throw NoCall.broken();
        }
        cursor.skip();
        Calls calls = CallFormat.first(cursor, BODIES);
        cursor.skip();
        cursor.expect(FENCE);
        return calls;
    }
}
