package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.generate.Cancellation;
import java.util.Map;

/** What a client asked, and the one way to answer it. The answer may be given on any thread, once. */
public interface Exchange {
    /**
     * How it asks.
     *
     * @return GET, POST, …; never HEAD or OPTIONS, which a server answers itself
     */
    String method();

    /**
     * What it asks.
     *
     * @return the path without the query; percent signs are decoded
     */
    String path();

    /**
     * The query's values by name.
     *
     * @return of a name that stands twice, the last value
     */
    Map<String, String> query();

    /**
     * The whole body.
     *
     * @return bytes of bounded length, none where there is no body
     */
    byte[] body();

    /**
     * The end of anybody's interest.
     *
     * @return flipped when the client leaves, or the request's time is over
     */
    Cancellation cancellation();

    /**
     * Answers with JSON.
     *
     * @param status of HTTP
     * @param json the body
     */
    void reply(int status, String json);

    /**
     * Answers with an error, in OpenAI's form and with the status that fits it.
     *
     * @param error why
     */
    void fail(Throwable error);

    /**
     * Answers with text of another type.
     *
     * @param status of HTTP
     * @param type its media type
     * @param text the body
     */
    default void reply(int status, String type, String text) {
        reply(status, text);
    }

    /**
     * What the log and the metrics say of it.
     *
     * @return notes that the endpoint adds to
     */
    default RequestNotes notes() {
        return new RequestNotes();
    }

    /**
     * Has something run when it is over: answered, or given up. At once if it is already.
     *
     * @param action runs once, on any thread
     */
    default void onEnd(Runnable action) {}

    /**
     * Answers in events; a comment is sent every two seconds until the first of them.
     *
     * @return where they go
     */
    EventStream stream();
}
