package io.github.isotherm.sampling;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;

/** What may stand where in a chain. */
final class ChainRules {
    private ChainRules() {}

    /** Whether a step takes NaN and infinities as they come; it may only stand first. */
    static boolean admitsAnything(ChainStep step) {
        return step.processor().admitsAnything();
    }

    static void refuseMisplaced(ChainStep step, int place) {
        if (place > 0 && admitsAnything(step)) {
            throw new InvalidValueException(Sentence.of(
                    "chain.repair-first",
                    "{processor} stands at place {place} of the chain but may only stand first, where the model's logits"
                            + " come in; move it there.",
                    "processor",
                    Spelling.kebab(step.name()),
                    "place",
                    place + 1));
        }
    }
}
