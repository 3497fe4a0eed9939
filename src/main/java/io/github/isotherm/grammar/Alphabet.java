package io.github.isotherm.grammar;

/**
 * How characters are written: as UTF-8, or, inside a JSON string, with escapes. What is written for different characters differs,
 * and none begins with another.
 */
@FunctionalInterface
public interface Alphabet {
    /**
     * One character as it is written.
     *
     * @param set which may be it; those that cannot be written are left out
     * @return the expression, ∅ where none can be written
     */
    Expression character(CodePoints set);

    /**
     * Characters as UTF-8, without surrogates.
     *
     * @param table makes the expressions
     * @return the alphabet
     */
    static Alphabet utf8(Expressions table) {
        return set -> Utf8.character(table, set);
    }
}
