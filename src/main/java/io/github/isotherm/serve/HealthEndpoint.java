package io.github.isotherm.serve;

import io.github.isotherm.report.JsonLine;
import io.github.isotherm.wire.openai.endpoint.Endpoint;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@code GET /health}: whether requests are taken. A model that is being opened is no reason to send them elsewhere. */
record HealthEndpoint(BooleanSupplier closing, BooleanSupplier loading) implements Endpoint {
    @Override
    public void handle(Exchange exchange) {
        if (closing.getAsBoolean()) {
            exchange.reply(503, status("closing"));
        } else {
            exchange.reply(200, status(loading.getAsBoolean() ? "loading" : "ok"));
        }
    }

    private static String status(String word) {
        return JsonLine.of(Map.of("status", word));
    }
}
