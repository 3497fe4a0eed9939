package io.github.isotherm.chat;

/**
 * How models write calls.
 *
 * <p>What a format says of a text it says of every longer one, too: calls stay calls, broken ones stay broken, and only what is
 * unfinished may become one or the other. So an answer is read the same in whatever pieces it comes.
 */
@FunctionalInterface
interface CallFormat {
    /**
     * Reads the calls at a place, and moves behind them.
     *
     * @param cursor where to read; anywhere when there are none
     * @return at least one call
     * @throws NoCall when there is none
     */
    Calls read(Cursor cursor);

    /** As many as follow each other; what comes behind a good one and is none is left alone. */
    static Calls series(Cursor cursor, CallFormat one, String separators) {
        Calls all = one.read(cursor);
        while (true) {
            int behind = cursor.at();
            try {
                cursor.skip(separators);
                all = all.and(one.read(cursor));
            } catch (NoCall no) {
                cursor.backTo(behind, no);
                return all;
            }
        }
    }

    /** The first of several formats that reads any. */
    static Calls first(Cursor cursor, Iterable<CallFormat> formats) {
        int from = cursor.at();
        for (CallFormat format : formats) {
            try {
                return format.read(cursor);
            } catch (NoCall no) {
                cursor.backTo(from, no);
            }
        }
        throw NoCall.broken();
    }
}
