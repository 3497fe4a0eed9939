package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Strong validators (RFC 9110, 8.8.3): what a browser keeps it may show again only after asking whether it is the same. */
final class ContentTag {
    private static final int LENGTH = 16;

    private ContentTag() {}

    /** The validator of some bytes: the beginning of their SHA-256, without quotes. */
    static String of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Announces the validator of the answer, and tells whether the client has that answer already. */
    static boolean isKnown(HttpExchange exchange, String tag) {
        exchange.getResponseHeaders().set("ETag", '"' + tag + '"');
        exchange.getResponseHeaders().set("Cache-Control", "private, no-cache");
        List<String> known = exchange.getRequestHeaders().getOrDefault("If-None-Match", List.of());
        return known.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(entry -> entry.strip().replaceFirst("^W/", ""))
                .anyMatch(entry -> entry.equals('"' + tag + '"') || entry.equals("*"));
    }
}
