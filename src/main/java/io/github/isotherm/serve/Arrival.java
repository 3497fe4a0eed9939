package io.github.isotherm.serve;

import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request on its way in: its head, and what has come of its body. Belongs to the connection's thread. */
final class Arrival {
    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final String origin;
    private final boolean keepsAlive;
    private final boolean chunks;
    private final boolean hasBody;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    /** Why it is not served, found before its body has come. */
    @Nullable
    RefusedException refusal;

    /** What answers it. */
    Routes.@Nullable Route route;

    private Arrival(
            String method,
            String path,
            Map<String, String> query,
            String origin,
            boolean keepsAlive,
            boolean chunks,
            boolean hasBody) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.origin = origin;
        this.keepsAlive = keepsAlive;
        this.chunks = chunks;
        this.hasBody = hasBody;
    }

    /**
     * Reads a head.
     *
     * @throws IllegalArgumentException when its address is malformed
     */
    static Arrival of(HttpRequest request) {
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        Map<String, String> query = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> each : address.parameters().entrySet()) {
            query.put(each.getKey(), each.getValue().get(each.getValue().size() - 1));
        }
        boolean length = HttpUtil.isContentLengthSet(request) && HttpUtil.getContentLength(request) > 0;
        return new Arrival(
                request.method().name(),
                address.path(),
                query,
                header(request, HttpHeaderNames.ORIGIN),
                HttpUtil.isKeepAlive(request),
                request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
                length || HttpUtil.isTransferEncodingChunked(request));
    }

    /** One that cannot be read. */
    static Arrival unreadable(RefusedException refusal) {
        Arrival arrival = new Arrival("-", "-", Map.of(), "", false, true, true);
        arrival.refusal = refusal;
        return arrival;
    }

    static String header(HttpRequest request, CharSequence name) {
        String value = request.headers().get(name);
        return value == null ? "" : value;
    }

    void add(byte[] bytes) {
        body.writeBytes(bytes);
    }

    int length() {
        return body.size();
    }

    byte[] body() {
        return body.toByteArray();
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    Map<String, String> query() {
        return query;
    }

    /** Whose page asks; empty where no page does. */
    String origin() {
        return origin;
    }

    boolean keepsAlive() {
        return keepsAlive;
    }

    /** Whether the client reads an answer in chunks. */
    boolean readsChunks() {
        return chunks;
    }

    /** Whether a body was announced. */
    boolean hasBody() {
        return hasBody;
    }

    /** What the metrics call it: the path of its route, so that nobody can make them grow. */
    String endpoint() {
        Routes.Route found = route;
        return found == null ? "other" : found.path();
    }
}
