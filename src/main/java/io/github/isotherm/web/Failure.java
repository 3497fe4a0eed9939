package io.github.isotherm.web;

import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.wire.PlaygroundReply;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request that failed is told.
 *
 * @param status the HTTP status
 * @param sentence what was wrong
 */
record Failure(int status, Sentence sentence) {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    /** Only what nobody expected is logged. */
    static Failure of(RuntimeException e) {
        if (!(e instanceof IsothermException known)) {
            LOG.warn("An error while answering", e);
            return new Failure(
                    500,
                    Sentence.of(
                            "internal", "An error inside isotherm, {error}; the server's log has more.", "error", e));
        }
        return new Failure(status(known), known.sentence());
    }

    private static int status(IsothermException e) {
        if (e instanceof RefusedException refused) {
            return refused.status();
        }
        if (e instanceof InvalidValueException
                || e instanceof ContextLengthException
                || e instanceof StateMemoryException) {
            return 400;
        }
        if (e instanceof BusyException) {
            return 429;
        }
        return e instanceof ClosedException ? 503 : 500;
    }

    /** The body of an answer that has this status. */
    byte[] body() {
        return PlaygroundReply.error(sentence).getBytes(StandardCharsets.UTF_8);
    }

    /** The end of an answer that began with 200 while nobody knew better: the status is told in it. */
    byte[] late() {
        return PlaygroundReply.lateError(status, sentence).getBytes(StandardCharsets.UTF_8);
    }
}
