package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Patience;
import io.github.isotherm.generate.Cancellation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request without a network, and what it was answered. */
final class RecordedExchange implements Exchange {
    private final String method;
    private final String body;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch answered = new CountDownLatch(1);

    /** Done for every event, before it is noted. */
    volatile Consumer<String> onEvent = event -> {};

    volatile int status;
    volatile @Nullable String reply;
    volatile @Nullable Throwable failure;
    volatile boolean ended;
    final List<String> events = Collections.synchronizedList(new ArrayList<>());

    RecordedExchange(String method, String body) {
        this.method = method;
        this.body = body;
    }

    static RecordedExchange post(String json) {
        return new RecordedExchange("POST", json.replace('\'', '"'));
    }

    /** Asks an endpoint and waits for the whole answer. */
    RecordedExchange to(Endpoint endpoint) {
        try {
            endpoint.handle(this);
        } catch (RuntimeException e) {
            fail(e);
        }
        return awaited();
    }

    RecordedExchange awaited() {
        try {
            if (!answered.await(Patience.SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no answer");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    String replied() {
        String said = reply;
        if (said == null) {
            throw new AssertionError("no reply", failure);
        }
        return said;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Map<String, String> query() {
        return Map.of();
    }

    @Override
    public byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public void reply(int code, String json) {
        if (reply != null || failure != null || ended) {
            throw new AssertionError("answered twice");
        }
        status = code;
        reply = json;
        answered.countDown();
    }

    @Override
    public void fail(Throwable error) {
        failure = error;
        answered.countDown();
    }

    @Override
    public EventStream stream() {
        return new EventStream() {
            @Override
            public void send(String json) {
                onEvent.accept(json);
                events.add(json);
            }

            @Override
            public void end() {
                ended = true;
                answered.countDown();
            }

            @Override
            public void fail(Throwable error) {
                RecordedExchange.this.fail(error);
            }
        };
    }
}
