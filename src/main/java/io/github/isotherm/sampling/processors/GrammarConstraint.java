package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenTrie;

/**
 * A constraint that is said by a grammar; what is worked out of it is shared by all texts of a vocabulary: of the 64 that were
 * used last with it, equal ones are compiled once.
 */
public interface GrammarConstraint extends TextConstraint {
    /**
     * Compiles the grammar.
     *
     * @return what texts are
     */
    Grammar compiled();

    /**
     * Compiles the grammar for a vocabulary.
     *
     * @param vocabulary the tokens by their bytes; special ones have none
     * @return what begins texts
     */
    default BoundConstraint bound(TokenTrie vocabulary) {
        Constraint constraint = Constraint.of(compiled(), vocabulary);
        return new BoundConstraint(constraint, constraint::matcher);
    }

    /** A grammar that no text fits constrains nothing that could be written. */
    static void refuseEmpty(String what, Grammar grammar) {
        if (grammar.isEmpty()) {
            throw new GrammarException("No text fits the " + what + ", so none could be written; loosen it.", what, "");
        }
    }

    @Override
    default Matcher matcher(TokenTrie vocabulary) {
        return bound(vocabulary).matcher();
    }
}
