package io.github.isotherm.generate;

import io.github.isotherm.sampling.TokenSequence;

/**
 * Guesses what comes next in one text, so that several tokens are verified by one run of the model (speculative decoding, Leviathan
 * et al. 2023, with a guess in place of a second model). A guess changes no text: the token at each place is drawn from the model's
 * own logits with that place's own random number, and what was guessed behind a token that differs is forgotten. Serves one text;
 * called by the scheduler's thread.
 */
public interface Drafter {
    /**
     * Guesses the next tokens.
     *
     * @param text the ids of prompt and completion so far, at least one; between two calls ids are only added at the end
     * @param most how many ids are of use, ≥ 1; the rest of a longer guess is not looked at
     * @return the guess; ids outside the vocabulary fail the completion
     */
    Draft draft(TokenSequence text, int most);
}
