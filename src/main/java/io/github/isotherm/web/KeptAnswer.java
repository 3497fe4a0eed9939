package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * An answer that is the same every time, made once: as it is and compressed, each with a validator of its own, so that a
 * browser that has it is told so in a few hundred bytes.
 */
final class KeptAnswer {
    private static final String COMPRESSED = "-gzip";

    private final String type;
    private final byte[] body;
    private final byte[] compressed;
    private final String tag;

    private KeptAnswer(String type, byte[] body) {
        this.type = type;
        this.body = body;
        compressed = gzip(body);
        tag = ContentTag.of(body);
    }

    /**
     * Makes an answer.
     *
     * @param body its bytes, which must not change
     */
    static KeptAnswer of(String type, byte[] body) {
        return new KeptAnswer(type, body);
    }

    void send(HttpExchange exchange) throws IOException {
        String encodings = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        boolean takesGzip =
                encodings != null && Arrays.stream(encodings.split(",")).anyMatch(KeptAnswer::isGzip);
        exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
        if (ContentTag.isKnown(exchange, takesGzip ? tag + COMPRESSED : tag)) {
            Reply.unchanged(exchange);
            return;
        }
        if (takesGzip) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        Reply.send(exchange, 200, type, takesGzip ? compressed : body);
    }

    /** One entry of the list, of a weight that is not 0. */
    private static boolean isGzip(String entry) {
        String[] parts = entry.split(";", 2);
        boolean isWanted = parts.length == 1 || !parts[1].strip().matches("(?i)q=0?\\.?0*");
        return parts[0].strip().equalsIgnoreCase("gzip") && isWanted;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
