package io.github.isotherm.wire.openai.endpoint;

/** Answers the requests of one path. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers. Called on a worker's thread, which it may hold; may return before the answer is complete. What it throws is
     * answered too.
     *
     * @param exchange the request, and the way to answer it
     */
    void handle(Exchange exchange);
}
