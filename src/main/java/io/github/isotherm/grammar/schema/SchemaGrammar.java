package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Grammar;
import java.util.List;

/**
 * A schema as a grammar.
 *
 * @param grammar of the instances' texts
 * @param notEnforced what of the schema it leaves to others
 */
public record SchemaGrammar(Grammar grammar, List<NotEnforced> notEnforced) {
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
