package io.github.isotherm.grammar.schema;

/** How the characters of a string are written. */
public enum Spelling {
    /** As in JSON: double quotes, the backslash and control characters are escaped, and a slash may be. */
    JSON('"', "\"\\/"),
    /** As in Python between double quotes. */
    PYTHON('"', "\"\\"),
    /** As in Python between single quotes. */
    PYTHON_SINGLE('\'', "'\\"),
    /** Each character as itself. */
    BARE('\0', "");

    private final char quote;
    private final String escaped;

    Spelling(char quote, String escaped) {
        this.quote = quote;
        this.escaped = escaped;
    }

    /** What a string ends with, and so does not hold by itself. */
    char quote() {
        return quote;
    }

    /** What may stand behind a backslash as itself. */
    String escaped() {
        return escaped;
    }
}
