package io.github.isotherm.chat;

import io.github.isotherm.generate.MarkedText;

/** The end of an answer that is not certain yet, with its special tokens. Mutable. */
final class Pending {
    private static final char SPECIAL = '1';

    private static final int NOWHERE = -2;

    /** Places are asked for one after the other: what was found for the last one need not be looked for again. */
    private int lastPlace = NOWHERE;

    private String lastBefore = "";

    /** So many characters at the beginning are known to be blank. */
    private int blank;

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

    /** Whether people read nothing but blanks up to a place. */
    boolean isBlankTo(int place) {
        while (blank < place && (isSpecial(blank) || Character.isWhitespace(whole.charAt(blank)))) {
            blank++;
        }
        return blank >= place;
    }

    /** The last characters that people read before a place, blanks aside; two at most. */
    String before(int place) {
        if (place > 0 && place == lastPlace + 1) {
            lastBefore = followed(lastBefore, lastPlace);
        } else if (place != lastPlace) {
            lastBefore = readBefore(place);
        }
        lastPlace = place;
        return lastBefore;
    }

    private String followed(String last, int at) {
        if (isSpecial(at) || Character.isWhitespace(whole.charAt(at))) {
            return last;
        }
        String all = last + whole.charAt(at);
        return all.substring(Math.max(0, all.length() - 2));
    }

    private String readBefore(int place) {
        StringBuilder last = new StringBuilder();
        for (int at = place - 1; at >= 0 && last.length() < 2; at--) {
            if (!isSpecial(at) && !Character.isWhitespace(whole.charAt(at))) {
                last.insert(0, whole.charAt(at));
            }
        }
        return last.toString();
    }

    void drop(int length) {
        blank = Math.max(0, blank - length);
        lastPlace = NOWHERE;
        whole.delete(0, length);
        kinds.delete(0, length);
    }
}
