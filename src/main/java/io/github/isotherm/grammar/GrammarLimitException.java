package io.github.isotherm.grammar;

import io.github.isotherm.error.InvalidValueException;

/** A grammar takes more than its {@link GrammarLimits} allow. */
public final class GrammarLimitException extends InvalidValueException {
    private static final long serialVersionUID = 1L;

    GrammarLimitException(String what, int most) {
        super("The grammar needs more than " + most + " " + what
                + "; write it simpler: shorter bounds of repetitions, fewer alternatives that begin alike.");
    }
}
