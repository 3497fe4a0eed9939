package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Matcher;
import java.util.function.Supplier;

/**
 * A compiled constraint over a vocabulary.
 *
 * @param constraint the grammar's
 * @param texts begins a text
 */
public record BoundConstraint(Constraint constraint, Supplier<Matcher> texts) {
    /**
     * A text that begins.
     *
     * @return its matcher, of its own
     */
    public Matcher matcher() {
        return texts.get();
    }
}
