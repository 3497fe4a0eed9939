package io.github.isotherm.serve;

import io.github.isotherm.generate.Cancellation;
import java.util.Map;

/** What a client asked, and the one way to answer it. The answer may be given on any thread, once. */
interface Exchange {
    /** GET, POST, …; never HEAD or OPTIONS, which the server answers itself. */
    String method();

    /** Without the query; percent signs are decoded. */
    String path();

    /** Of a name that stands twice, the last value. */
    Map<String, String> query();

    /** The whole body, of bounded length; empty where there is none. */
    byte[] body();

    /** Flipped when the client leaves, or the request's time is over. */
    Cancellation cancellation();

    /** Answers with JSON. */
    void reply(int status, String json);

    /** Answers with an error, in OpenAI's form and with the status that fits it. */
    void fail(Throwable error);

    /** Answers with text of another type. */
    default void reply(int status, String type, String text) {
        reply(status, text);
    }

    /** What the log and the metrics say of it. */
    default RequestNotes notes() {
        return new RequestNotes();
    }

    /** Has something run when it is over: answered, or given up. At once if it is already. */
    default void onEnd(Runnable action) {}

    /** An answer of events; a comment is sent every two seconds until the first of them. */
    EventStream stream();
}
