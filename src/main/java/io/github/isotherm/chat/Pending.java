package io.github.isotherm.chat;

import io.github.isotherm.generate.MarkedText;

/** The end of an answer that is not certain yet, with its special tokens. Mutable. */
final class Pending {
    private static final char SPECIAL = '1';

    private final StringBuilder whole = new StringBuilder();
    /** For each character whether it is of a special token's name. */
    private final StringBuilder kinds = new StringBuilder();

    void add(MarkedText piece) {
        int from = whole.length();
        whole.append(piece.whole());
        kinds.append("0".repeat(piece.whole().length()));
        for (MarkedText.Mark mark : piece.marks()) {
            for (int at = mark.start(); at < mark.end(); at++) {
                kinds.setCharAt(from + at, SPECIAL);
            }
        }
    }

    String text() {
        return whole.toString();
    }

    boolean isSpecial(int at) {
        return kinds.charAt(at) == SPECIAL;
    }

    /** What people read of a part. */
    String plain(int from, int to) {
        StringBuilder plain = new StringBuilder();
        for (int at = from; at < to; at++) {
            if (!isSpecial(at)) {
                plain.append(whole.charAt(at));
            }
        }
        return plain.toString();
    }

    /** The last characters that people read before a place, blanks aside; two at most. */
    String before(int place) {
        StringBuilder last = new StringBuilder();
        for (int at = place - 1; at >= 0 && last.length() < 2; at--) {
            if (!isSpecial(at) && !Character.isWhitespace(whole.charAt(at))) {
                last.insert(0, whole.charAt(at));
            }
        }
        return last.toString();
    }

    void drop(int length) {
        whole.delete(0, length);
        kinds.delete(0, length);
    }
}
