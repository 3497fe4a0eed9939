package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Grammar;
import java.util.List;

/**
 * A schema as a grammar.
 *
 * @param grammar of the instances' texts
 * @param notEnforced what of the schema it leaves to others
 * @param namesMayRepeat whether objects may have names that the schema does not declare: a grammar does not tell those apart, and
 *     {@link DistinctNames} does
 */
public record SchemaGrammar(Grammar grammar, List<NotEnforced> notEnforced, boolean namesMayRepeat) {
    /** A grammar and a list that does not change. */
    public SchemaGrammar {
        notEnforced = List.copyOf(notEnforced);
    }

    /**
     * What a grammar does not enforce, though it was said.
     *
     * @param keyword such as {@code format}
     * @param what its value, or why
     * @param place its schema as a JSON pointer
     */
    public record NotEnforced(String keyword, String what, String place) {}
}
