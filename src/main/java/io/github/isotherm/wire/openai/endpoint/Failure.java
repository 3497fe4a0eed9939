package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.wire.HttpStatus;
import io.github.isotherm.wire.openai.ErrorReply;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request that failed is told, in OpenAI's form: the one place where an error becomes a status.
 *
 * @param status the HTTP status
 * @param json the body
 */
public record Failure(int status, String json) {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private static final String MORE = "the server's log has more";

    /**
     * What an error comes to. Only what nobody expected is logged.
     *
     * @param thrown the error, or what a future wrapped around it
     * @return status and body
     */
    public static Failure of(Throwable thrown) {
        Throwable e = cause(thrown);
        Fault fault = Fault.of(e, MORE);
        if (fault.kind() == Fault.Kind.UNEXPECTED || e instanceof UserCodeException) {
            LOG.warn("An error while answering", e);
        }
        int status = status(e, fault.kind());
        return new Failure(status, reply(e, status, fault).json());
    }

    private static ErrorReply reply(Throwable e, int status, Fault fault) {
        if (e instanceof RefusedException refused) {
            return new ErrorReply(refused.sentence().text(), type(status), refused.param(), refused.code());
        }
        ErrorReply usual = ErrorReply.of(e, MORE);
        return status == 400
                ? new ErrorReply(usual.message(), ErrorReply.INVALID, usual.param(), usual.code())
                : new ErrorReply(fault.sentence().text(), type(status), usual.param(), usual.code());
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static int status(Throwable e, Fault.Kind kind) {
        return e instanceof RefusedException refused ? refused.status() : HttpStatus.of(e, kind);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> ErrorReply.BUSY;
            default -> status < 500 ? ErrorReply.INVALID : ErrorReply.SERVER;
        };
    }
}
