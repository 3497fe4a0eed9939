package io.github.isotherm.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers, all with headers that keep the page to itself. */
final class Reply {
    static final String JSON = "application/json; charset=utf-8";
    static final String BINARY = "application/octet-stream";
    static final String LINES = "application/x-ndjson; charset=utf-8";

    /** The page loads from this server only; pictures may also come from the page's own memory, for its PNG export. */
    private static final String POLICY = "default-src 'self'; img-src 'self' blob:; object-src 'none';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Reply() {}

    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        Headers headers = headers(exchange, type);
        if (status == 429 || status == 503) {
            headers.set("Retry-After", "1");
        }
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless || body.length == 0 ? -1 : body.length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** The client has the answer already. */
    static void unchanged(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(304, -1);
    }

    static void json(HttpExchange exchange, String json) throws IOException {
        send(exchange, 200, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    static void error(HttpExchange exchange, Failure failure) throws IOException {
        forgetValidator(exchange);
        send(exchange, failure.status(), JSON, failure.body());
    }

    /** An error, or an answer that an error may break off, is nothing to keep. */
    private static void forgetValidator(HttpExchange exchange) {
        exchange.getResponseHeaders().remove("ETag");
        exchange.getResponseHeaders().remove("Cache-Control");
    }

    /** Begins an answer of unknown length, which no client keeps. */
    static OutputStream stream(HttpExchange exchange, String type) throws IOException {
        forgetValidator(exchange);
        headers(exchange, type);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static Headers headers(HttpExchange exchange, String type) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.putIfAbsent("Cache-Control", List.of("no-store"));
        return headers;
    }
}
