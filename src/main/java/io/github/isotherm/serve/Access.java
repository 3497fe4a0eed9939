package io.github.isotherm.serve;

import io.github.isotherm.wire.OwnPages;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may ask: who brings a key, where there are keys, and whose page a browser shows. */
final class Access {
    private static final String BEARER = "Bearer ";

    private final List<byte[]> keys;
    private final OwnPages pages;
    private final @Nullable String origin;

    Access(ServeOptions options, int port) {
        keys = options.keys().stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toList();
        pages = new OwnPages(options.listen().ownAuthorities(port), !keys.isEmpty());
        origin = options.origin();
    }

    /**
     * Refuses what a page of another site made this browser send.
     *
     * @param host the Host header, empty where there is none
     * @param from the Origin header, empty where there is none
     */
    void checkPage(String host, String from) {
        String judged = mayRead(from) ? "" : from;
        pages.refusal(host, judged).ifPresent(sentence -> {
            throw new RefusedException(403, sentence);
        });
    }

    /** Whether a page of that site may read the answer. */
    boolean mayRead(String from) {
        return origin != null && !from.isEmpty() && (origin.equals("*") || origin.equalsIgnoreCase(from));
    }

    /** Refuses a request without a key, where there are keys. Each is compared whole, so that time tells nothing. */
    void checkKey(String authorization) {
        if (keys.isEmpty()) {
            return;
        }
        boolean bears = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        byte[] brought =
                (bears ? authorization.substring(BEARER.length()).strip() : "").getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (byte[] key : keys) {
            known |= MessageDigest.isEqual(key, brought);
        }
        if (!known) {
            throw new RefusedException(
                    401,
                    "invalid_api_key",
                    null,
                    "The request brings no valid key; send the server's as the header Authorization: Bearer KEY.");
        }
    }
}
