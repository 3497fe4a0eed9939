package io.github.isotherm.chat;

import java.util.List;

/**
 * Calls behind a marker, and before another, which may be missing.
 *
 * @param opening what begins them
 * @param bodies in what formats they are, in order of preference
 * @param closing what ends them; empty for nothing
 */
record MarkedCalls(String opening, List<CallFormat> bodies, String closing) implements CallFormat {
    @Override
    public Calls read(Cursor cursor) {
        cursor.expect(opening);
        cursor.skip();
        Calls calls = CallFormat.first(cursor, bodies);
        if (!closing.isEmpty()) {
            cursor.takesBehindBlanks(closing);
        }
        return calls;
    }
}
