package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.error.Sentence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Without a token only pages of this server on this computer: the Host header must name it (a foreign name
 * that resolves to 127.0.0.1 is DNS rebinding), and an Origin header must be the same. With a token, who brings it.
 */
final class RequestGuard {
    private static final String BEARER = "Bearer ";

    private final Set<String> hosts;
    private final @Nullable String token;

    RequestGuard(WebOptions options, int port) {
        hosts = Stream.of("127.0.0.1", "localhost", "[::1]", options.hostInAddress())
                .map(host -> WebOptions.authority(host.toLowerCase(Locale.ROOT), port))
                .collect(Collectors.toUnmodifiableSet());
        this.token = options.token();
    }

    /** Refuses a request that another site made this browser send. */
    void checkOrigin(HttpExchange exchange) {
        String host = header(exchange, "Host").toLowerCase(Locale.ROOT);
        if (token == null && !hosts.contains(host)) {
            throw new RefusedException(
                    403,
                    Sentence.of(
                            "request.host",
                            "The request names the host \"{host}\" but must name this computer, such as 127.0.0.1.",
                            "host",
                            host));
        }
        String origin = header(exchange, "Origin").toLowerCase(Locale.ROOT);
        if (!origin.isEmpty() && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            throw new RefusedException(
                    403,
                    Sentence.of(
                            "request.origin",
                            "The request comes from a page of another site; open this server's own."));
        }
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
