package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.wire.PictureRequest;
import io.github.isotherm.wire.PlaygroundRequest;
import java.io.IOException;
import java.io.InputStream;

/** A request's body, of bounded length. */
final class RequestBody {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SKIPPED = 1 << 24;

    private RequestBody() {}

    static PlaygroundRequest of(HttpExchange exchange) throws IOException {
        return PlaygroundRequest.read(json(exchange));
    }

    static PictureRequest picture(HttpExchange exchange) throws IOException {
        return PictureRequest.read(json(exchange));
    }

    private static byte[] json(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            throw new RefusedException(
                    415, Sentence.of("request.type", "The request's Content-Type must be application/json."));
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            drain(exchange.getRequestBody());
            throw new RefusedException(
                    413,
                    Sentence.of(
                            "request.too-long",
                            "The request is longer than {bytes} bytes; shorten the prompt.",
                            "bytes",
                            MOST_BYTES));
        }
        return body;
    }

    /** Reads what is still coming, up to a limit; else the browser sees a reset, not the answer. */
    private static void drain(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = MOST_SKIPPED; left > 0; ) {
            int read = body.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
