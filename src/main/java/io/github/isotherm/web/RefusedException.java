package io.github.isotherm.web;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.Sentence;

/** A request that is not served, with the status that says why. */
final class RefusedException extends IsothermException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, Sentence sentence) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }
}
