package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ConstrainedText;
import io.github.isotherm.sampling.Constraining;
import io.github.isotherm.sampling.StatefulLogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the tokens alone that a matcher allows, and those that end the completion where the text may end: what is left sums to 1
 * and each has its probability under the condition that it is one of them.
 *
 * <p>An own constraint is this one method; it then works wherever a grammar does. Special tokens are never a part of the text.
 * The text is closed within the most tokens of the completion, as {@link Matcher#allowed} is told how many are left.
 *
 * <p>Order note: after guidance and biases, before penalties, temperature and truncations, so that these see what may come.
 * Source: token masks as in Willard and Louf, <em>Efficient guided generation for large language models</em>, 2023.
 */
@FunctionalInterface
public interface TextConstraint extends Constraining {
    /**
     * A text that begins.
     *
     * @param vocabulary the tokens by their bytes; special ones have none
     * @return its matcher, of its own
     */
    Matcher matcher(TokenTrie vocabulary);

    /** A step of a text that is read anew from the history. */
    @Override
    default void process(Candidates candidates, StepContext context) {
        copy().process(candidates, context);
    }

    @Override
    default ConstrainedText copy() {
        return new MatchedText(this);
    }

    /** Not for settings, which are shared by all rows and remember nothing. */
    @Override
    default void accepted(int token, double probability, StepContext context) {
        throw StatefulLogitsProcessor.needsRow("a constraint");
    }
}
