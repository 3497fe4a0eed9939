package io.github.isotherm.tokenizer.file;

/**
 * The longest run without a break that all expressions of a tokenizer can take.
 *
 * @param longest in characters
 * @param whole whether that is the text itself; else it is white space, or what is none
 */
record Run(int longest, boolean whole) {
    static final Run ANY = new Run(Integer.MAX_VALUE, false);

    Run and(Run other) {
        return new Run(Math.min(longest, other.longest), whole || other.whole);
    }
}
