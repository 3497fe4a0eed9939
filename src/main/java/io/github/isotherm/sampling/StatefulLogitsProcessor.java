package io.github.isotherm.sampling;

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
}
