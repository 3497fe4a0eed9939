package io.github.isotherm.batch;

import io.github.isotherm.error.Fault;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.openai.endpoint.EventStream;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import io.github.isotherm.wire.openai.endpoint.Failure;
import io.github.isotherm.wire.openai.endpoint.RequestNotes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The request of a line, and its answer when there is one. Thread-safe. */
final class LineExchange implements Exchange {
    private final String path;
    private final byte[] body;
    private final Cancellation cancellation;
    private final RequestNotes notes = new RequestNotes();
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    LineExchange(String path, byte[] body, Cancellation cancellation) {
        this.path = path;
        this.body = body;
        this.cancellation = cancellation;
    }

    /** A status of HTTP, and a body of JSON. */
    record Reply(int status, String json) {}

    /** When it is answered. */
    CompletableFuture<Reply> reply() {
        return reply;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Map<String, String> query() {
        return Map.of();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public RequestNotes notes() {
        return notes;
    }

    @Override
    public void reply(int status, String json) {
        reply.complete(new Reply(status, json));
    }

    @Override
    public void fail(Throwable error) {
        if (cancellation.isCancelled() || Fault.mayPass(error)) {
            reply.completeExceptionally(error);
        } else {
            Failure failure = Failure.of(error);
            reply.complete(new Reply(failure.status(), failure.json()));
        }
    }

    @Override
    public EventStream stream() {
        throw new IllegalStateException("A line is answered whole.");
    }
}
