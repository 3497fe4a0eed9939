package io.github.isotherm.generate;

/**
 * What became of guesses of a completion's tokens: how many runs of the model they saved. Figures of time, not of the text: how many
 * are fed depends on what they cost on the machine.
 *
 * @param fed guessed tokens that the model read, ≥ 0
 * @param taken how many of them were drawn, and so took no run of their own, ≤ fed
 */
public record DraftCount(long fed, long taken) {
    /** Nothing was guessed. */
    public static final DraftCount NONE = new DraftCount(0, 0);
}
