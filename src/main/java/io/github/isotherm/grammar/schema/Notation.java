package io.github.isotherm.grammar.schema;

/**
 * How values are written: as JSON, or much like it.
 *
 * @param spelling how the characters of strings are written
 * @param quote what stands before and behind a string; markup
 * @param quotesNames whether it stands around the names of members, too; where not, only around those that hold what ends them
 * @param yes the word for true
 * @param no the word for false
 * @param none the word for null
 */
public record Notation(Spelling spelling, String quote, boolean quotesNames, String yes, String no, String none) {
    /** JSON. */
    public static final Notation JSON = new Notation(Spelling.JSON, "\"", true, "true", "false", "null");

    /** What names do not hold where they stand without quotes. */
    static final String BEHIND_NAMES = ":{},[]";

    /**
     * A notation with Python's words.
     *
     * @param spelling how the characters of strings are written
     * @param quote what stands before and behind a string
     * @return the notation
     */
    public static Notation python(Spelling spelling, String quote) {
        return new Notation(spelling, quote, true, "True", "False", "None");
    }
}
