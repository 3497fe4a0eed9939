package io.github.isotherm.wire.openai.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.Cancellation;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An exchange that remembers what was answered. */
final class RecordedChat implements Exchange, EventStream {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String body;
    private final Cancellation cancellation = new Cancellation();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable String> over = new CompletableFuture<>();

    RecordedChat(String body) {
        this.body = body;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/v1/chat/completions";
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
    public void reply(int status, String json) {
        over.complete(status == 200 ? json : "status " + status);
    }

    @Override
    public void fail(Throwable error) {
        over.completeExceptionally(error);
    }

    @Override
    public EventStream stream() {
        return this;
    }

    @Override
    public void send(String json) {
        events.add(json);
    }

    @Override
    public void end() {
        over.complete(null);
    }

    private @Nullable String await() {
        try {
            return over.get(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The whole answer. */
    JsonNode reply() {
        return json(String.valueOf(await()));
    }

    /** All pieces, when the last has come. */
    List<JsonNode> chunks() {
        await();
        return events.stream().map(RecordedChat::json).toList();
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
