package io.github.isotherm.sampling;

import io.github.isotherm.error.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The steps that dropped tokens at one place, to say why none is left. Mutable; serves one buffer. */
final class DroppingSteps {
    private final List<String> names = new ArrayList<>();
    private String constraint = "";
    private int allowed;

    void clear() {
        names.clear();
        constraint = "";
    }

    void add(String step) {
        names.add(step);
    }

    void addConstraint(String step, int left) {
        constraint = step;
        allowed = left;
    }

    /**
     * Why nothing is left.
     *
     * @param step dropped the last
     * @param constrains whether it is a constraint
     */
    Sentence noneLeft(String step, boolean constrains) {
        if (constrains && !names.isEmpty()) {
            return Sentence.of(
                    "decoding.constraint-dropped",
                    "After {step} no token is left to draw from: those that it allows here had been dropped by {others}; loosen"
                            + " one of them.",
                    "step",
                    Spelling.kebab(step),
                    "others",
                    names.stream().map(Spelling::kebab).distinct().collect(Collectors.joining(", ")));
        }
        if (!constraint.isEmpty()) {
            return Sentence.of(
                    "decoding.constraint-emptied",
                    "After {step} no token is left to draw from: {constraint} allows {allowed} here, and none of them stayed; loosen"
                            + " one of them.",
                    "step",
                    Spelling.kebab(step),
                    "constraint",
                    Spelling.kebab(constraint),
                    "allowed",
                    allowed);
        }
        return Sentence.of(
                "decoding.none-left",
                "After {step} no token is left to draw from; at least one must stay, so loosen it or what stands before it.",
                "step",
                Spelling.kebab(step));
    }
}
