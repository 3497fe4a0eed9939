package io.github.isotherm.sampling.catalog;

/** How signs that would end a quoted text or break its line are written in a chain. */
final class QuotedText {
    private QuotedText() {}

    static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** What a backslash and a character stand for. */
    static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
