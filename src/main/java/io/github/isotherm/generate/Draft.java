package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.TokenSequence;

/**
 * A guess of the tokens that come next in a text.
 *
 * @param ids the guessed ids, the next one first; none where nothing is known
 * @param evidence how much speaks for the first of them, ≥ 0, on a scale of the drafter's own; each further id has one more, as the
 *     ids before it were right when it counts. How often a guess of some evidence is right is learnt while a text grows
 */
public record Draft(TokenSequence ids, int evidence) {
    /** No guess. */
    public static final Draft NONE = new Draft(TokenSequence.of(), 0);

    /** Checks the range. */
    public Draft {
        Checks.atLeast("evidence", evidence, 0);
    }
}
