package io.github.isotherm.wire.openai;

import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.Fault;
import io.github.isotherm.report.JsonLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An error as OpenAI's form says it.
 *
 * @param message one sentence
 * @param type whose fault it is, in OpenAI's words
 * @param param the field that is wrong, or null
 * @param code what is wrong, for programs, or null
 */
public record ErrorReply(
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) {
    /** As {@code type}: the request is wrong. */
    public static final String INVALID = "invalid_request_error";
    /** As {@code type}: too many ask. */
    public static final String BUSY = "rate_limit_error";
    /** As {@code type}: it is not the request's fault. */
    public static final String SERVER = "server_error";

    /**
     * The error for anything that was thrown.
     *
     * @param thrown anything, an {@link Error} too
     * @param more where more is known of a mistake in isotherm, as {@link Fault#of} takes it
     * @return the error
     */
    public static ErrorReply of(Throwable thrown, String more) {
        Throwable cause = cause(thrown);
        Fault fault = Fault.of(cause, more);
        String message = fault.sentence().text();
        if (cause instanceof InvalidRequestException request) {
            return new ErrorReply(message, INVALID, request.param(), request.code());
        }
        if (cause instanceof ContextLengthException) {
            return new ErrorReply(message, INVALID, null, "context_length_exceeded");
        }
        if (cause instanceof BusyException) {
            return new ErrorReply(message, BUSY, null, "rate_limit_exceeded");
        }
        return fault.kind() == Fault.Kind.VALUE
                ? new ErrorReply(message, INVALID, null, InvalidRequestException.VALUE)
                : new ErrorReply(message, SERVER, null, null);
    }

    /** Without the wrappers of other threads. */
    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * The error as JSON.
     *
     * @return {@code {"error":{"message","type","param","code"}}}, all four always
     */
    public String json() {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        return JsonLine.of(Map.of("error", error));
    }
}
