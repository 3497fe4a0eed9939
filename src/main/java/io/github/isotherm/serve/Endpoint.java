package io.github.isotherm.serve;

/** Answers the requests of one path. */
@FunctionalInterface
interface Endpoint {
    /** Called on a worker's thread, which it may hold; may return before the answer is complete. What it throws is answered. */
    void handle(Exchange exchange);
}
