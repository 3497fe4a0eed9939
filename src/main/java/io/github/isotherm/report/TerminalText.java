package io.github.isotherm.report;

import java.util.ArrayList;
import java.util.List;

/** Text as a terminal or a fixed-width font shows it: how many cells it takes, where to cut it, how to wrap it. */
public final class TerminalText {
    private static final int EMOJI = 0x1F300;
    private static final int FULL_WIDTH_FIRST = 0xFF00;
    private static final int FULL_WIDTH_LAST = 0xFF60;

    private TerminalText() {}

    /**
     * The width of a text.
     *
     * @param text one line
     * @return cells: two for East Asian wide characters and emoji, none for marks that combine
     */
    public static int width(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean full = c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST;
        return c >= 0x1100 && (full || c >= EMOJI || isEastAsian(c)) ? 2 : 1;
    }

    private static boolean isEastAsian(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
            case COMMON -> c >= 0x3000 && c <= 0x33FF;
            default -> false;
        };
    }

    /**
     * A text that fits.
     *
     * @param text one line
     * @param most cells, ≥ 1
     * @return the text, or its beginning and an ellipsis
     */
    public static String cut(String text, int most) {
        return width(text) <= most ? text : text.substring(0, end(text, 0, most - 1)) + "…";
    }

    /**
     * The end of a text.
     *
     * @param text one line
     * @param most cells, ≥ 1
     * @return the text, or an ellipsis and its end
     */
    public static String tail(String text, int most) {
        int from = text.length();
        int cells = 0;
        while (from > 0) {
            int c = text.codePointBefore(from);
            int rest = from - Character.charCount(c);
            cells += width(c);
            if (cells > (rest == 0 ? most : most - 1)) {
                break;
            }
            from = rest;
        }
        return from == 0 ? text : "…" + text.substring(from);
    }

    /**
     * A text in lines.
     *
     * @param text one line
     * @param most cells of a line, ≥ 1
     * @return lines of at most so many cells, broken after spaces where there are any; none of an empty text
     */
    public static List<String> wrapped(String text, int most) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = end(text, from, most);
            int space = text.lastIndexOf(' ', end - 1);
            int next = end < text.length() && space > from ? space + 1 : end;
            lines.add(text.substring(from, next));
            from = next;
        }
        return lines;
    }

    /** Where a line that begins at an index ends, at least one character later. */
    private static int end(String text, int from, int most) {
        int at = from;
        int cells = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            cells += width(c);
            if (cells > most && at > from) {
                return at;
            }
            at += Character.charCount(c);
        }
        return at;
    }
}
