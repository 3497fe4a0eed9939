package io.github.isotherm.chat;

import java.util.List;
import java.util.stream.Stream;

/**
 * Calls without a marker. They count where nothing but calls follows them to the end of the answer: JSON with sentences behind
 * it is an example. A broken call behind good ones stays text, and they count.
 */
final class UnmarkedCalls implements CallFormat {
    private static final List<CallFormat> ITEMS =
            List.of(new JsonCalls(false), new PythonCalls(true), new FencedCalls());

    @Override
    public Calls read(Cursor cursor) {
        if ("{[`".indexOf(cursor.peek()) < 0 || isInside(cursor.before())) {
            throw NoCall.broken();
        }
        Calls all = CallFormat.first(cursor, ITEMS);
        while (true) {
            int behind = cursor.at();
            cursor.skip(JsonCalls.BETWEEN);
            if (cursor.isAtEnd()) {
                return all;
            }
            try {
                all = all.and(CallFormat.first(cursor, ITEMS));
            } catch (NoCall no) {
                if (no.isUnfinished()) {
                    throw no;
                }
                return left(cursor, behind, all);
            }
        }
    }

    private static Calls left(Cursor cursor, int behind, Calls all) {
        if (!isLikeCall(cursor)) {
            throw NoCall.broken();
        }
        cursor.moveTo(behind);
        return all;
    }

    private static boolean isLikeCall(Cursor cursor) {
        if (cursor.takes("[")) {
            cursor.skip();
        }
        Stream<String> names = cursor.tools().keySet().stream().map(name -> name + "(");
        return JsonCalls.begins(cursor) || cursor.begins(names.toList());
    }

    /** Whether what stood before shows that this is part of other JSON. */
    private static boolean isInside(String before) {
        char last = before.isEmpty() ? ' ' : before.charAt(before.length() - 1);
        char first = before.length() < 2 ? ' ' : before.charAt(0);
        return last == '{' || last == '[' || (",:".indexOf(last) >= 0 && "\"}]".indexOf(first) >= 0);
    }
}
