package io.github.isotherm.error;

import java.util.Locale;

/**
 * Text that somebody else wrote, as a person may see it: an argument, a name in a file, what a server said. Whatever
 * would act on a terminal or break the line is written out: {@code \n}, {@code \x1b}, {@code \u202e}.
 */
public final class ShownText {
    /** Characters of a value that are shown as they are; of a longer one the first {@value #SHOWN}. */
    static final int LONGEST = 1000;

    private static final int SHOWN = 200;

    /** Characters of a whole sentence; of a longer one the beginning and the end, which says what to do. */
    private static final int LONGEST_SENTENCE = 4000;

    private static final int SENTENCE_END = 1000;

    private ShownText() {}

    /**
     * A value inside a sentence: on one line, and cut where it is long.
     *
     * @param text any text
     * @return at most 1,000 characters as they are, of more the first 200, {@code …} and their number; line breaks and control
     *     characters written out
     */
    public static String value(String text) {
        return text.length() <= LONGEST
                ? line(text)
                : line(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "… (" + text.length() + " characters)";
    }

    /**
     * A text on one line.
     *
     * @param text any text
     * @return the same, with line breaks, control characters, halves of surrogate pairs and signs that change the direction
     *     of writing written out
     */
    public static String line(String text) {
        return shown(text, false);
    }

    /**
     * A text of several lines, such as a table.
     *
     * @param text any text
     * @return the same with its line feeds and tabs, and everything else written out as in {@link #line}
     */
    public static String lines(String text) {
        return shown(text, true);
    }

    /** A sentence: on one line, and cut in its middle where it is very long. */
    static String sentence(String text) {
        if (text.length() <= LONGEST_SENTENCE) {
            return line(text);
        }
        int from = text.length() - SENTENCE_END;
        return line(text.substring(0, LONGEST_SENTENCE - SENTENCE_END)) + " … " + line(text.substring(from));
    }

    private static String shown(String text, boolean keepsLines) {
        if (text.codePoints().noneMatch(c -> isWrittenOut(c, keepsLines))) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isWrittenOut(c, keepsLines)) {
                shown.append(writtenOut(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static boolean isWrittenOut(int c, boolean keepsLines) {
        if (c == '\n' || c == '\t') {
            return !keepsLines;
        }
        return Character.isISOControl(c)
                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static String writtenOut(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
        };
    }
}
