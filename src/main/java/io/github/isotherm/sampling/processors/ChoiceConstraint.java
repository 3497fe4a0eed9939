package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Choice;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import java.util.List;

/**
 * Keeps the tokens behind which the whole text can still be one of some texts; see {@link TextConstraint}.
 *
 * <p>There is no off-value.
 *
 * <p>Example: of "yes", "no" and "north" the token "no" may begin a text, and behind it may come its end or "rth".
 *
 * @param texts at least one; none is empty
 */
public record ChoiceConstraint(List<String> texts) implements GrammarConstraint {
    /**
     * Copies the list.
     *
     * @throws io.github.isotherm.grammar.GrammarException when it is empty, or one of the texts is
     */
    public ChoiceConstraint {
        texts = List.copyOf(texts);
        GrammarConstraint.refuseEmpty("choice", compiled(texts));
    }

    @Override
    public Grammar compiled() {
        return compiled(texts);
    }

    private static Grammar compiled(List<String> texts) {
        return Choice.grammar(texts, GrammarLimits.DEFAULTS);
    }
}
