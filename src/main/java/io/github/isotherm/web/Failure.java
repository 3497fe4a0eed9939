package io.github.isotherm.web;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.wire.HttpStatus;
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
    static Failure of(Throwable e) {
        Fault fault = Fault.of(e, "the server's log has more");
        if (fault.kind() == Fault.Kind.UNEXPECTED || e instanceof UserCodeException) {
            LOG.warn("An error while answering", e);
        }
        return new Failure(status(e, fault.kind()), fault.sentence());
    }

    private static int status(Throwable e, Fault.Kind kind) {
        return e instanceof RefusedException refused ? refused.status() : HttpStatus.of(e, kind);
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
