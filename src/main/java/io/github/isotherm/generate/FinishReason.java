package io.github.isotherm.generate;

import java.util.Locale;

/** Why a generation ended. */
public enum FinishReason {
    /** An end-of-sequence token, a stop string, or the caller's own condition. */
    STOP,
    /** The maximum number of tokens, or the end of the model's context. */
    LENGTH,
    /** Somebody cancelled it. */
    CANCELLED,
    /** Its time was up. */
    DEADLINE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
