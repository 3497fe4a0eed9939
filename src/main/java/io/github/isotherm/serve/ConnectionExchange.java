package io.github.isotherm.serve;

import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.openai.endpoint.EventStream;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import io.github.isotherm.wire.openai.endpoint.Failure;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.github.isotherm.wire.openai.endpoint.RequestNotes;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request on a connection. Answered once; what comes after that, or after the client has left, goes nowhere. Thread-safe. */
final class ConnectionExchange implements Exchange {
    static final String JSON = "application/json; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionExchange.class);
    /** As nginx writes it: nobody is there to be told. */
    private static final int LEFT = 499;

    private static final String REQUEST_ID = "x-request-id";

    private final Connection connection;
    private final Arrival arrival;
    private final byte[] body;
    private final Cancellation cancellation = new Cancellation();
    private final RequestNotes notes = new RequestNotes();
    private final String id = UUID.randomUUID().toString();
    private final List<Runnable> endings = new ArrayList<>();
    private boolean answered;
    private boolean over;
    private boolean left;
    private int status = LEFT;
    private @Nullable ConnectionEvents stream;

    ConnectionExchange(Connection connection, Arrival arrival) {
        this.connection = connection;
        this.arrival = arrival;
        body = arrival.body();
    }

    @Override
    public String method() {
        return arrival.method().equals("HEAD") ? "GET" : arrival.method();
    }

    @Override
    public String path() {
        return arrival.path();
    }

    @Override
    public Map<String, String> query() {
        return arrival.query();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public RequestNotes notes() {
        return notes;
    }

    @Override
    public void onEnd(Runnable action) {
        synchronized (this) {
            if (!over) {
                endings.add(action);
                return;
            }
        }
        action.run();
    }

    Arrival arrival() {
        return arrival;
    }

    /** The status of its answer; 499 where the client left before there was one. */
    synchronized int status() {
        return status;
    }

    /** Whether the client left before everything of its answer was sent. */
    synchronized boolean hasLeft() {
        return left;
    }

    private synchronized boolean answers(int code) {
        if (answered) {
            return false;
        }
        answered = true;
        status = code;
        return true;
    }

    @Override
    public void reply(int code, String json) {
        reply(code, JSON, json);
    }

    @Override
    public void reply(int code, String type, String text) {
        if (answers(code)) {
            send(code, type, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** An answer without a body: what the path takes. */
    void options(String allowed) {
        if (answers(HttpResponseStatus.NO_CONTENT.code())) {
            FullHttpResponse response = response(HttpResponseStatus.NO_CONTENT.code(), new byte[0]);
            response.headers().set(HttpHeaderNames.ALLOW, allowed);
            if (connection.access().mayRead(arrival.origin())) {
                response.headers()
                        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, allowed)
                        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, connection.askedHeaders())
                        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
            }
            connection.last(this, response);
        }
    }

    @Override
    public void fail(Throwable error) {
        ConnectionEvents events;
        synchronized (this) {
            events = stream;
        }
        if (events != null) {
            events.fail(error);
            return;
        }
        Failure failure = Failure.of(error);
        if (answers(failure.status())) {
            send(failure);
        } else {
            LOG.debug("An error after the answer", error);
        }
    }

    private void send(Failure failure) {
        send(failure.status(), JSON, failure.json().getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of events was to come, and nothing of it was sent. */
    void answer(Failure failure) {
        begun(failure.status());
        send(failure);
    }

    /** The head of an answer of events is on its way. */
    synchronized void begun(int code) {
        if (!left) {
            status = code;
        }
    }

    private void send(int code, String type, byte[] bytes) {
        FullHttpResponse response = response(code, bytes);
        connection.answering(this, bytes);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        if (code == 429 || code == 503) {
            headers.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        if (code == 401) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        Routes.Route route = arrival.route;
        if (code == 405 && route != null) {
            headers.set(HttpHeaderNames.ALLOW, route.allow());
        }
        connection.last(this, response);
    }

    private FullHttpResponse response(int code, byte[] bytes) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code), Unpooled.wrappedBuffer(bytes));
        if (code != HttpResponseStatus.NO_CONTENT.code()) {
            HttpUtil.setContentLength(response, bytes.length);
        }
        usual(response);
        return response;
    }

    private void usual(HttpResponse response) {
        HttpHeaders headers = response.headers();
        headers.set(REQUEST_ID, id)
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (connection.access().mayRead(arrival.origin())) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, arrival.origin())
                    .set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN)
                    .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, REQUEST_ID + ", retry-after");
        }
        HttpUtil.setKeepAlive(response, connection.keepsAlive(arrival));
    }

    @Override
    public EventStream stream() {
        ConnectionEvents events = new ConnectionEvents(this, connection);
        synchronized (this) {
            if (answered) {
                return events.left();
            }
            answered = true;
            stream = events;
        }
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        usual(head);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        head.headers().set("X-Accel-Buffering", "no");
        HttpUtil.setTransferEncodingChunked(head, arrival.readsChunks());
        events.begin(head);
        return events;
    }

    /** The client has left, or is made to. */
    void leave() {
        ConnectionEvents events;
        synchronized (this) {
            answered = true;
            left = true;
            events = stream;
        }
        cancel();
        if (events != null) {
            events.wake();
        }
    }

    /** A sender that waits for the client looks again. */
    void wake() {
        ConnectionEvents events;
        synchronized (this) {
            events = stream;
        }
        if (events != null) {
            events.wake();
        }
    }

    /** Ends it with an error that is not its own: its time is over, or the server closes. */
    void stop(Throwable why) {
        fail(why);
        cancel();
    }

    void expire(Duration limit) {
        stop(new RefusedException(
                504,
                "timeout",
                null,
                "The request is not answered after " + Checks.number(limit.toMillis() / 1e3)
                        + " s, the most that this server allows; ask for less."));
    }

    private void cancel() {
        try {
            cancellation.cancel();
        } catch (RuntimeException e) { // the connection goes on
            LOG.warn("An error while cancelling", e);
        }
    }

    /** It is over: whoever waits for that is told, once. */
    void end() {
        List<Runnable> due;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            answered = true;
            due = List.copyOf(endings);
        }
        for (Runnable action : due) {
            try {
                action.run();
            } catch (RuntimeException e) { // the others are told all the same
                LOG.warn("An error at the end of a request", e);
            }
        }
    }
}
