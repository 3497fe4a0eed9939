package io.github.isotherm.sampling;

import io.github.isotherm.error.InvalidValueException;

/** A processor that remembers: it is copied for every row and told which token was accepted. */
public interface StatefulLogitsProcessor extends LogitsProcessor {
    /**
     * A processor in the same state that shares nothing with this one.
     *
     * @return the copy for a row, or for one branch of a fork
     */
    StatefulLogitsProcessor copy();

    /**
     * Tells the token that was drawn, forced or branched into.
     *
     * @param token the token id
     * @param probability the probability it was drawn with
     * @param context the context of the step that drew it
     */
    void accepted(int token, double probability, StepContext context);

    /**
     * What settings that are shared by rows throw when they are told of a token: only the copy for a row remembers.
     *
     * @param processor the name to give
     * @return the exception, to be thrown
     */
    static InvalidValueException needsRow(String processor) {
        return new InvalidValueException(processor
                + " remembers the tokens of one row, so a chain that is shared cannot be told of them; take one with"
                + " ProcessorChain.forRow() before the first step.");
    }
}
