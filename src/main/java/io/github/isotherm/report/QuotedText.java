package io.github.isotherm.report;

import java.util.Locale;

/** A text between quotes; line breaks, quotes and what a terminal would obey are written out. */
public final class QuotedText {
    private QuotedText() {}

    /**
     * Quotes a text.
     *
     * @param text the text
     * @return the text between quotes
     */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"' -> quoted.append("\\\"");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
