package io.github.isotherm.serve;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.wire.ListenAddress;
import io.github.isotherm.wire.openai.endpoint.EventStream;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import io.github.isotherm.wire.openai.endpoint.ServedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server with scripted models and endpoints that tests drive. */
final class ServedHere implements AutoCloseable {
    static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

    /** Answers to "/hold" wait for it. */
    final CountDownLatch held = new CountDownLatch(1);

    /** Requests that reached "/hold", and those of them that were cancelled. */
    final AtomicInteger holding = new AtomicInteger();

    final AtomicInteger cancelled = new AtomicInteger();

    /** Events of "/flood" that were sent, and what ended each flood. */
    final AtomicInteger flooded = new AtomicInteger();

    final CompletableFuture<Throwable> floodEnded = new CompletableFuture<>();

    final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    final OpenAiServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ServedHere(ServeOptions options, ModelSource... models) {
        this(options, Long.MAX_VALUE, models);
    }

    ServedHere(ServeOptions options, long memory, ModelSource... models) {
        List<ModelSource> sources = models.length == 0 ? List.of(source("scripted", scripted())) : List.of(models);
        server = OpenAiServer.start(
                sources, memory, options, lines::add, Clock.fixed(NOW, ZoneOffset.UTC), this::endpoints);
    }

    static ServeOptions options() {
        return ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0));
    }

    static ServeOptions withKeys(String... keys) {
        return ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0), List.of(keys));
    }

    /** A model that writes the letter a for ever. */
    static ScriptedModel scripted() {
        return ScriptedModel.saying(257, 1, 'a');
    }

    static LocalModel open(String name, ScriptedModel model) {
        return LocalModel.of(
                new ModelParts(name, model, new ByteCodec(), null, SamplingSettings.NONE, List.of(0), null),
                SchedulerOptions.defaults().withStateBytes(1 << 20));
    }

    static ModelSource source(String name, ScriptedModel model) {
        return new ModelSource(name, 100, () -> open(name, model));
    }

    private Routes endpoints(Serving serving) {
        return new Routes()
                .get(
                        "/where",
                        exchange -> exchange.reply(
                                200, "{\"path\":\"" + exchange.path() + "\",\"query\":\"" + exchange.query() + "\"}"))
                .post("/length", exchange -> exchange.reply(200, "{\"length\":" + exchange.body().length + "}"))
                .post("/same", exchange -> exchange.reply(200, new String(exchange.body(), StandardCharsets.UTF_8)))
                .post("/hold", this::hold)
                .post("/fail", exchange -> {
                    throw new IllegalStateException("of a test");
                })
                .post("/flood", this::flood)
                .post("/quiet", this::quiet)
                .post("/begun", this::begun)
                .post("/complete", exchange -> complete(serving, exchange));
    }

    private void hold(Exchange exchange) {
        exchange.cancellation().onCancel(cancelled::incrementAndGet);
        holding.incrementAndGet();
        try {
            held.await();
        } catch (InterruptedException e) {
            return;
        }
        exchange.reply(200, "{\"held\":true}");
    }

    private void flood(Exchange exchange) {
        EventStream events = exchange.stream();
        try {
            while (true) {
                events.send("\"" + "x".repeat(8000) + "\"");
                flooded.incrementAndGet();
            }
        } catch (RuntimeException e) {
            floodEnded.complete(e);
        }
    }

    /** Says nothing until it may. */
    private void quiet(Exchange exchange) {
        EventStream events = exchange.stream();
        holding.incrementAndGet();
        try {
            held.await();
        } catch (InterruptedException e) {
            return;
        }
        events.send("1");
        events.send("2");
        events.end();
    }

    /** Says something, and nothing after it. */
    private void begun(Exchange exchange) {
        exchange.stream().send("1");
    }

    /** Letters of a model; "model", "tokens" and "stream" are said in the query. */
    private void complete(Serving serving, Exchange exchange) {
        Map<String, String> query = exchange.query();
        ServedModel served = serving.models().get(query.get("model"), exchange);
        EventStream events = query.containsKey("stream") ? exchange.stream() : null;
        CompletionOptions options = CompletionOptions.defaults()
                .temperature(0)
                .maxTokens(Integer.parseInt(query.getOrDefault("tokens", "3")));
        GenerationListener listener = new GenerationListener() {
            @Override
            public void onToken(int id, @Nullable StepTrace trace) {
                if (events != null) {
                    events.send(Integer.toString(id));
                }
            }
        };
        served.model()
                .completeAsync(
                        new int[] {'p'},
                        options,
                        exchange.notes().following(listener),
                        exchange.cancellation(),
                        serving.workers())
                .whenComplete((completion, failure) -> {
                    if (failure != null) {
                        exchange.fail(failure);
                        return;
                    }
                    exchange.notes().usage(1, completion.result().completionTokens(), "length");
                    if (events == null) {
                        exchange.reply(200, "\"" + completion.text() + "\"");
                    } else {
                        events.end();
                    }
                });
    }

    int port() {
        return server.port();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return later(path, body, headers).get();
    }

    CompletableFuture<HttpResponse<String>> later(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A connection that says what it is told to. */
    Socket socket(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout((int) io.github.isotherm.Patience.MILLIS);
        write(socket, text);
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All that comes until the server closes. */
    static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What comes until it ends so. */
    static String until(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("It ended with " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Override
    public void close() {
        held.countDown();
        server.close();
    }
}
