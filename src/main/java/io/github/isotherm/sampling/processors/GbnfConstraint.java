package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.gbnf.Gbnf;

/**
 * Keeps the tokens behind which the whole text can still fit a grammar; see {@link TextConstraint}.
 *
 * <p>There is no off-value.
 *
 * <p>Example: {@code root ::= "a" root "b" | "c"} allows "c", "acb", "aacbb" and so on.
 *
 * @param grammar in GBNF, llama.cpp's dialect, with a rule "root" and without left recursion
 */
public record GbnfConstraint(String grammar) implements GrammarConstraint {
    /**
     * Compiles it, to be told what is wrong.
     *
     * @throws io.github.isotherm.grammar.GrammarException when it is malformed, or a rule begins with itself
     */
    public GbnfConstraint {
        GrammarConstraint.refuseEmpty("gbnf", compiled(grammar));
    }

    @Override
    public Grammar compiled() {
        return compiled(grammar);
    }

    private static Grammar compiled(String grammar) {
        return Gbnf.grammar(grammar, GrammarLimits.DEFAULTS);
    }
}
