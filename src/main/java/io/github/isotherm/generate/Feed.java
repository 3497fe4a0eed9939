package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;

/**
 * What one sequence gets in a run of the model: the next token of a row, a chunk of a prompt, a text to score.
 *
 * @param sequence to be continued
 * @param tokens the ids to append, at least one; not copied, and not to be changed until the run is over
 * @param keepLast how many positions' logits are wanted, 0 ≤ keepLast ≤ the number of tokens, counted from the end
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the run
public record Feed(Sequence sequence, int[] tokens, int keepLast) {
    /** Checks the ranges. */
    public Feed {
        Checks.atLeast("tokens fed", tokens.length, 1);
        Checks.atLeast("keepLast", keepLast, 0);
        if (keepLast > tokens.length) {
            throw Checks.invalid(
                    "keepLast", Integer.toString(keepLast), "at most the " + tokens.length + " tokens fed");
        }
    }
}
