package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.wire.OwnPages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Without a token only {@linkplain OwnPages pages of this server} on this computer. With a token, who brings it.
 */
final class RequestGuard {
    private static final String BEARER = "Bearer ";

    private final OwnPages pages;
    private final @Nullable String token;

    RequestGuard(WebOptions options, int port) {
        this.token = options.token();
        pages = new OwnPages(options.listen().ownAuthorities(port), token != null);
    }

    /** Refuses a request that another site made this browser send. */
    void checkOrigin(HttpExchange exchange) {
        pages.refusal(header(exchange, "Host"), header(exchange, "Origin")).ifPresent(sentence -> {
            throw new RefusedException(403, sentence);
        });
    }

    /** Refuses a request without the token, where there is one. */
    void checkToken(HttpExchange exchange) {
        if (token == null) {
            return;
        }
        byte[] brought = header(exchange, "Authorization").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(brought, (BEARER + token).getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(
                    401,
                    Sentence.of(
                            "request.token",
                            "The request brings no valid token; open the address that the server printed."));
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
