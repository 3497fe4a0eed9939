package io.github.isotherm.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.compare.FirstSentences;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.ProcessedLogits;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.report.PanelsPicture;
import io.github.isotherm.report.RawLogits;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.PictureRequest;
import io.github.isotherm.wire.PlaygroundReply;
import io.github.isotherm.wire.PlaygroundRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** What the page asks for: everything that needs the model, the tokenizer or a chain. */
final class Api {
    private static final int MOST_TOKENS = 512;
    private static final int MOST_COMPLETIONS = 256;
    private static final int MOST_TEMPERATURES = 256;
    private static final int MOST_LISTED = 1000;
    private static final int MOST_CANDIDATES = 1000;

    private final LocalModel model;
    private final ProcessorCatalog catalog;
    private final ExecutorService executor;
    private final Clock clock;
    private final PromptLogits logits;
    private final PreparedPrompts prepared;
    private final UUID started = UUID.randomUUID();
    private @Nullable KeptAnswer vocabulary;
    private final Map<String, CompletionStream> running = new ConcurrentHashMap<>();

    /**
     * @param catalog which processors may be named: those that whoever starts the server sees, and not the server's threads
     * @param clock the day that pictures are made on
     */
    Api(LocalModel model, ProcessorCatalog catalog, ExecutorService executor, Clock clock) {
        this.model = model;
        this.clock = clock;
        this.catalog = catalog;
        this.executor = executor;
        logits = new PromptLogits(model);
        prepared = new PreparedPrompts(model);
    }

    void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/api/logits") && method.equals("GET")) {
            readLogits(exchange);
            return;
        }
        boolean reads = path.equals("/api/model") || path.equals("/api/vocabulary");
        if (!method.equals(reads ? "GET" : "POST")) {
            throw new RefusedException(
                    405,
                    Sentence.of(
                            "request.method",
                            "{path} is asked with {method}; use {right}.",
                            "path",
                            path,
                            "method",
                            method,
                            "right",
                            reads ? "GET" : "POST"));
        }
        switch (path) {
            case "/api/model" -> Reply.json(exchange, PlaygroundReply.model(model, catalog, isHere(exchange)));
            case "/api/vocabulary" -> vocabulary().send(exchange);
            case "/api/prompt" -> prompt(exchange, RequestBody.of(exchange));
            case "/api/logits" -> logits(exchange, RequestBody.of(exchange));
            case "/api/processed" -> processed(exchange, RequestBody.of(exchange));
            case "/api/next" -> next(exchange, RequestBody.of(exchange));
            case "/api/alternatives" -> alternatives(exchange, RequestBody.of(exchange));
            case "/api/picture" -> picture(exchange, RequestBody.picture(exchange));
            case "/api/complete" -> complete(exchange, RequestBody.of(exchange));
            case "/api/stop" -> stop(exchange, RequestBody.of(exchange).run());
            default -> throw PageFiles.missing(path);
        }
    }

    /** Whether the browser runs on this computer. */
    private static boolean isHere(HttpExchange exchange) {
        return exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    }

    /** A long text may wait for others. */
    private void prompt(HttpExchange exchange, PlaygroundRequest request) throws IOException {
        awaited(exchange).json(cancellation -> prompt(request, cancellation));
    }

    private String prompt(PlaygroundRequest request, Cancellation cancellation) {
        BlankPrompt cleaned = request.raw() ? new BlankPrompt(request.prompt(), "") : BlankPrompt.of(request.prompt());
        return PlaygroundReply.prompt(
                cleaned.text(),
                cleaned.removed(),
                withBranch(cleaned.text(), request, cancellation),
                words(request),
                model.vocabulary());
    }

    private int[] withBranch(String text, PlaygroundRequest request, Cancellation cancellation) {
        if (text.isEmpty()) {
            throw new InvalidValueException(Sentence.of(
                    "prompt.empty",
                    "The prompt is empty but must have at least one character; write the text to be continued."));
        }
        List<Integer> ids = new ArrayList<>();
        for (int id : model.encodePrompt(text, cancellation)) {
            ids.add(id);
        }
        ids.addAll(request.branch());
        return ids.stream().mapToInt(id -> id).toArray();
    }

    private List<TemperatureSweep.Word> words(PlaygroundRequest request) {
        Checks.atMost("the number of candidates", request.candidates().size(), MOST_CANDIDATES);
        return request.candidates().stream().map(model::word).toList();
    }

    /** The texts of all tokens, made when they are first asked for. */
    private synchronized KeptAnswer vocabulary() {
        KeptAnswer made = vocabulary;
        if (made == null) {
            String json = PlaygroundReply.vocabulary(model.vocabulary());
            made = KeptAnswer.of(Reply.JSON, json.getBytes(StandardCharsets.UTF_8));
            vocabulary = made;
        }
        return made;
    }

    /**
     * Logits that a browser may keep. They are a function of the ids as long as this server runs, so a browser that has them
     * is told so before the model is asked. Another site's page could make a browser send such a request too, but not with
     * a header of its own.
     */
    private void readLogits(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().getFirst(AwaitedReply.PINGS) == null) {
            throw new RefusedException(
                    403,
                    Sentence.of(
                            "request.header",
                            "/api/logits is asked with GET but without the header {header}; send it, or use POST.",
                            "header",
                            AwaitedReply.PINGS));
        }
        PlaygroundRequest request =
                PlaygroundRequest.ofQuery(exchange.getRequestURI().getQuery());
        String tag = ContentTag.of((started + " " + request.ids()).getBytes(StandardCharsets.UTF_8));
        if (ContentTag.isKnown(exchange, tag)) {
            Reply.unchanged(exchange);
        } else {
            logits(exchange, request);
        }
    }

    private void logits(HttpExchange exchange, PlaygroundRequest request) throws IOException {
        awaited(exchange)
                .binary(cancellation -> new RawLogits(
                                model.name(), request.ids(), logits.after(request.ids(), cancellation))
                        .float32());
    }

    /** The probabilities of the whole vocabulary, then its logits. */
    private void processed(HttpExchange exchange, PlaygroundRequest request) throws IOException {
        double temperature = atMost("temperatures", request.temperatures(), 1).get(0);
        ProcessorChain chain = TemperatureChain.at(parsed(request), temperature);
        awaited(exchange)
                .binary(cancellation -> both(model.processed(
                        ids(request), request.branched(), logits.after(request.ids(), cancellation), chain)));
    }

    private byte[] both(ProcessedLogits result) {
        byte[] probabilities = new RawLogits(model.name(), List.of(), result.probabilities()).float32();
        byte[] processed = new RawLogits(model.name(), List.of(), result.logits()).float32();
        byte[] both = java.util.Arrays.copyOf(probabilities, probabilities.length + processed.length);
        System.arraycopy(processed, 0, both, probabilities.length, processed.length);
        return both;
    }

    private void next(HttpExchange exchange, PlaygroundRequest request) throws IOException {
        Checks.atMost("top", request.top(), MOST_LISTED);
        Checks.atMost("the ids of watch", request.watch().size(), MOST_LISTED);
        for (int id : request.watch()) {
            if (id < 0 || id >= model.vocabularySize()) {
                throw Checks.invalid(
                        "value.between",
                        "watch",
                        id,
                        "between {low} and {high}",
                        "low",
                        0,
                        "high",
                        model.vocabularySize() - 1);
            }
        }
        List<TemperatureSweep.Word> words = words(request);
        ProcessorChain chain = parsed(request);
        List<Double> temperatures = atMost("temperatures", request.temperatures(), MOST_TEMPERATURES);
        awaited(exchange)
                .json(cancellation ->
                        PlaygroundReply.next(prepared.with(request.ids(), request.branched(), words, cancellation)
                                .next(chain, temperatures, request.top(), request.watch(), cancellation)));
    }

    private void alternatives(HttpExchange exchange, PlaygroundRequest request) throws IOException {
        Checks.atMost("top", request.top(), MOST_LISTED);
        TemperatureSweep asked = new TemperatureSweep(
                parsed(request),
                atMost("temperatures", request.temperatures(), MOST_TEMPERATURES),
                request.top(),
                List.of());
        awaited(exchange)
                .json(cancellation -> PlaygroundReply.alternatives(model.alternatives(
                        ids(request),
                        request.branched(),
                        logits.after(request.ids(), cancellation),
                        asked,
                        request.watch())));
    }

    /** The picture as a JSON text, which can wait for the model as all answers do. */
    private void picture(HttpExchange exchange, PictureRequest request) throws IOException {
        PlaygroundRequest asked = request.asked();
        ProcessorChain chain = parsed(asked);
        awaited(exchange)
                .json(cancellation -> JsonLine.of(Map.of(
                        "svg",
                        drawn(
                                        request,
                                        prepared.with(asked.ids(), asked.branched(), request.listed(), cancellation)
                                                .next(chain, asked.temperatures(), 0, List.of(), cancellation))
                                .svg())));
    }

    private PanelsPicture drawn(PictureRequest request, NextTokens next) {
        PlaygroundRequest asked = request.asked();
        Long seed = asked.seed();
        return new PanelsPicture(
                model.name(),
                asked.prompt(),
                next,
                request.rows(),
                seed == null || request.texts().isEmpty()
                        ? null
                        : new PanelsPicture.Drawn(seed, asked.maxTokens(), request.texts()),
                LocalDate.now(clock));
    }

    private AwaitedReply awaited(HttpExchange exchange) {
        return new AwaitedReply(exchange, executor);
    }

    private void complete(HttpExchange exchange, PlaygroundRequest request) throws IOException {
        Long seed = request.seed();
        Checks.atMost("max_tokens", request.maxTokens(), MOST_TOKENS);
        Comparison comparison = new Comparison(
                parsed(request),
                request.temperatures(),
                request.samples(),
                seed == null ? Seeds.choose() : seed,
                request.maxTokens(),
                List.of(),
                List.of(),
                request.ids().isEmpty() ? request.branch().size() : request.branched());
        if (comparison.samples() * comparison.temperatures().size() > MOST_COMPLETIONS) {
            throw Checks.invalid(
                    "samples.at-most",
                    "samples",
                    request.samples(),
                    "so few that there are at most {most} completions",
                    "most",
                    MOST_COMPLETIONS);
        }
        int[] ids = request.ids().isEmpty() ? withBranch(request.prompt(), request, new Cancellation()) : ids(request);
        CompletionStream stream = new CompletionStream(model);
        ComparisonListener listener = request.sentence() ? new FirstSentences(stream) : stream;
        running.put(stream.name(), stream);
        try {
            stream.serve(exchange, this::started, () -> stream.compare(request.prompt(), ids, comparison, listener));
        } finally {
            running.remove(stream.name());
        }
    }

    /** Ends a run whose reader stays to hear what came of it. One that is over already needs no stopping. */
    private void stop(HttpExchange exchange, String run) throws IOException {
        CompletionStream stream = running.get(run);
        if (stream != null) {
            stream.stop();
        }
        Reply.json(exchange, "{\"stopped\":" + (stream != null) + "}");
    }

    private void started(Runnable task) {
        try {
            executor.execute(task);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            throw AwaitedReply.tooMany();
        }
    }

    private static int[] ids(PlaygroundRequest request) {
        return request.ids().stream().mapToInt(id -> id).toArray();
    }

    private ProcessorChain parsed(PlaygroundRequest request) {
        return catalog.parse(request.chain());
    }

    private static List<Double> atMost(String name, List<Double> values, int most) {
        if (values.isEmpty() || values.size() > most) {
            throw Checks.invalid(
                    "value.list-size", name, "a list of " + values.size(), "a list of 1 to {most}", "most", most);
        }
        return values;
    }
}
