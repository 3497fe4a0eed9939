package io.github.isotherm.wire;

import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.DeadlineException;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.StateMemoryException;

/** The status that a server of isotherm's answers an error with. */
public final class HttpStatus {
    private HttpStatus() {}

    /**
     * What an error is in HTTP.
     *
     * @param e the error, without what wraps it
     * @param kind whose fault it is
     * @return 400 for what can be asked better, 429 where too many wait, 503 for what is closed or cancelled and where memory ran
     *     out, 504 for what was not done in time, else 500
     */
    public static int of(Throwable e, Fault.Kind kind) {
        if (e instanceof IsothermException known) {
            return of(known);
        }
        return switch (kind) {
            case VALUE -> 400;
            case MEMORY -> 503;
            case FAILED, UNEXPECTED -> 500;
        };
    }

    private static int of(IsothermException e) {
        if (e instanceof InvalidValueException
                || e instanceof ContextLengthException
                || e instanceof StateMemoryException) {
            return 400;
        }
        if (e instanceof BusyException) {
            return 429;
        }
        if (e instanceof DeadlineException) {
            return 504;
        }
        return e instanceof ClosedException || e instanceof CancelledException ? 503 : 500;
    }
}
