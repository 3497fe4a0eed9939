package io.github.isotherm.sampling;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.List;

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

    /** Two constraints can each be met and both not; then no end could be promised. */
    static void refuseSecondConstraint(List<ChainStep> steps) {
        List<ChainStep> constraints = steps.stream()
                .filter(step -> step.processor() instanceof Constraining)
                .toList();
        if (constraints.size() > 1) {
            throw new InvalidValueException(Sentence.of(
                    "chain.two-constraints",
                    "The chain has the constraints {first} and {second}, but a text that fits one of them need not have an end"
                            + " that fits the other; leave one out, or say both in one schema, pattern or grammar.",
                    "first",
                    Spelling.kebab(constraints.get(0).name()),
                    "second",
                    Spelling.kebab(constraints.get(1).name())));
        }
    }
}
