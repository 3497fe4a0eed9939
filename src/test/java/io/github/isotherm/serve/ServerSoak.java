package io.github.isotherm.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.serve.RawConnection.Reply;
import io.github.isotherm.wire.ListenAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Sixty-four connections ask a server whatever they like: completions, whole and streamed, chats, scores, what is no request at
 * all; they leave in the midst of it, and send and read slowly. Every answer is the one given alone, every refusal the one that
 * is due. In rounds, after each of which nothing runs, and memory is measured. Arguments: seconds, the most requests, and a seed.
 * Ends with 1 where anything was not as it is to be.
 */
final class ServerSoak implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 10;
    private static final int PROMPTS = 24;
    private static final int COLLECTIONS = 5;
    private static final int WAIT_MILLIS = 240_000;

    private static final String[] MALFORMED = {
        "{\"prompt\": \"a\"",
        "{\"prompt\": \"a\", \"max_tokens\": -1}",
        "{\"prompt\": \"a\", \"temperature\": \"hot\"}",
        "{\"prompt\": \"a\", \"colour\": \"red\"}",
        "{\"prompt\": [1, 999999999]}",
        "{\"prompt\": \"a\", \"n\": 0}",
        "{\"prompt\": \"a\", \"stop\": [\"\"]}",
        "{\"prompt\": \"a\", \"regex\": \"[\"}",
        "[]",
        "",
        "\u00ff\u00fe",
    };

    private final CompletableFuture<LocalModel> opened = new CompletableFuture<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final List<String> texts;
    private final OpenAiServer server;
    private final long most;
    private final long seed;
    private List<String> scores = List.of();
    private List<String> chats = List.of();

    private ServerSoak(long most, long seed) {
        this.most = most;
        this.seed = seed;
        texts = textsAlone();
        ModelSource source = ModelSource.of("bundled", LocalModel.bundledFolder(), () -> {
            opened.complete(LocalModel.open(LocalModel.bundledFolder(), EngineOptions.defaults()));
            return opened.join();
        });
        ServeOptions options = ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0));
        server = OpenAiServer.start(List.of(source), Long.MAX_VALUE, options, line -> {});
    }

    public static void main(String[] arguments) throws Exception {
        boolean sound;
        try (ServerSoak soak = new ServerSoak(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]))) {
            soak.askAlone();
            long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0])) / ROUNDS;
            for (int round = 1; round <= ROUNDS && soak.requests.get() < soak.most; round++) {
                soak.round(round, nanos);
            }
            sound = soak.faults.get() == 0;
        }
        System.exit(sound ? 0 : 1);
    }

    private static String prompt(int number) {
        return "Once upon a time " + "there was a cat and ".repeat(number % 6) + "number " + number + " of them";
    }

    private static int length(int number) {
        return 1 + number % 5;
    }

    private static String body(int number, boolean stream) {
        Map<String, Object> fields = fields(number);
        fields.put("prompt", prompt(number));
        fields.put("stream", stream);
        return JSON.valueToTree(fields).toString();
    }

    private static Map<String, Object> fields(int number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("max_tokens", length(number));
        fields.put("temperature", 1);
        fields.put("seed", number);
        return fields;
    }

    private static String scoring(int number) {
        return JSON.valueToTree(Map.of("prompt", prompt(number), "max_tokens", 0, "echo", true, "logprobs", 2))
                .toString();
    }

    private static String chat(int number) {
        Map<String, Object> fields = fields(number);
        fields.put("messages", List.of(Map.of("role", "user", "content", prompt(number))));
        return JSON.valueToTree(fields).toString();
    }

    private static List<String> textsAlone() {
        try (LocalModel alone = LocalModel.openBundled()) {
            return IntStream.range(0, PROMPTS)
                    .mapToObj(i -> alone.complete(
                                    prompt(i),
                                    CompletionOptions.defaults()
                                            .temperature(1.0)
                                            .seed((long) i)
                                            .maxTokens(length(i)))
                            .text())
                    .toList();
        }
    }

    /** Of what the library has no equal for, the server's own answers while nobody else asks. */
    private void askAlone() throws IOException {
        List<String> scored = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (RawConnection connection = connection()) {
            for (int i = 0; i < PROMPTS; i++) {
                scored.add(choice(connection.post("/v1/completions", scoring(i))));
                said.add(choice(connection.post("/v1/chat/completions", chat(i))));
            }
        }
        scores = scored;
        chats = said;
    }

    private RawConnection connection() throws IOException {
        return new RawConnection(server.port(), WAIT_MILLIS);
    }

    private static String choice(Reply reply) throws IOException {
        if (reply.status() != 200) {
            throw new IOException(reply.status() + " " + reply.body());
        }
        return JSON.readTree(reply.body()).at("/choices/0").toString();
    }

    private void round(int number, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        long ofRound = most / ROUNDS * number;
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Random random = new Random(31 * (31 * seed + number) + i);
            clients.add(CompletableFuture.runAsync(() -> ask(random, end, ofRound), threads));
        }
        clients.forEach(CompletableFuture::join);
        threads.shutdown();
        awaitQuiet();
        System.out.printf(
                Locale.ROOT,
                "round %d: %d requests, %d left, %d malformed, %d faults, heap %d KiB, resident %d KiB%n",
                number,
                requests.get(),
                left.get(),
                refused.get(),
                faults.get(),
                heap(),
                resident());
    }

    private void awaitQuiet() throws InterruptedException {
        LocalModel model = opened.join();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        while (!model.isIdle()
                || server.state().runningCount() > 0
                || server.state().connectionCount() > 0) {
            if (System.nanoTime() > end) {
                fault(
                        "Something still runs: " + server.state().runningCount() + " requests, "
                                + server.state().connectionCount() + " connections",
                        null);
                return;
            }
            Thread.sleep(10);
        }
    }

    private void ask(Random random, long end, long ofRound) {
        AtomicReference<RawConnection> connection = new AtomicReference<>();
        while (System.nanoTime() < end && requests.get() < ofRound) {
            requests.incrementAndGet();
            int kind = random.nextInt(10);
            try {
                if (connection.get() == null) {
                    connection.set(connection());
                }
                if (!goesOn(kind, connection.get(), random)) {
                    connection.getAndSet(null).close();
                }
            } catch (IOException | RuntimeException e) {
                fault("kind " + kind, e);
                connection.set(null);
            }
        }
        try (RawConnection last = connection.get()) {
            if (last != null && random.nextBoolean()) {
                last.reset();
            }
        } catch (IOException e) {
            fault("closing", e);
        }
    }

    /** One request; whether the connection is good for another. */
    private boolean goesOn(int kind, RawConnection connection, Random random) throws IOException {
        int number = random.nextInt(PROMPTS);
        Reply reply = switch (kind) {
            case 0, 1 -> whole(connection.post("/v1/completions", body(number, false)), number);
            case 2 -> streamed(connection, number, 0);
            case 3 -> same(connection.post("/v1/chat/completions", chat(number)), chats.get(number));
            case 4 -> same(connection.post("/v1/completions", scoring(number)), scores.get(number));
            case 5 -> malformed(connection, random);
            case 6 -> slowly(connection, number, random);
            case 7 -> streamed(connection, number, random.nextInt(50));
            case 8 -> small(connection, random);
            default -> null;
        };
        if (reply == null) {
            leave(connection, number, random);
            return false;
        }
        return !reply.closes();
    }

    private Reply whole(Reply reply, int number) throws IOException {
        String text = JSON.readTree(choice(reply)).get("text").asText();
        check(text.equals(texts.get(number)), "\"" + text + "\" for \"" + texts.get(number) + "\"");
        return reply;
    }

    private Reply streamed(RawConnection connection, int number, long pauseMillis) throws IOException {
        connection.send(connection.request("POST", "/v1/completions", body(number, true)));
        Reply reply = connection.read(pauseMillis);
        List<String> events = reply.events();
        check(reply.status() == 200 && events.get(events.size() - 1).equals("[DONE]"), reply.body());
        StringBuilder text = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode piece = JSON.readTree(event);
            text.append(piece.at("/choices/0/text").asText());
        }
        check(text.toString().equals(texts.get(number)), "\"" + text + "\" for \"" + texts.get(number) + "\"");
        return reply;
    }

    private Reply same(Reply reply, String alone) throws IOException {
        String choice = choice(reply);
        check(choice.equals(alone), choice + " for " + alone);
        return reply;
    }

    private Reply malformed(RawConnection connection, Random random) throws IOException {
        refused.incrementAndGet();
        int which = random.nextInt(MALFORMED.length + 4);
        if (which < MALFORMED.length) {
            Reply reply = connection.post("/v1/completions", MALFORMED[which]);
            check(reply.status() == 400 && reply.body().startsWith("{\"error\":"), reply.status() + " " + reply.body());
            return reply;
        }
        connection.send(
                switch (which - MALFORMED.length) {
                    case 0 -> connection.request("DELETE", "/v1/completions", "");
                    case 1 -> connection.request("POST", "/v1/completion", "{}");
                    case 2 -> "GET /health HTTP/1.1\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n";
                    default -> "\u0001 is not HTTP\r\n\r\n";
                });
        Reply reply = connection.read(0);
        check(List.of(404, 405, 400, 431).contains(reply.status()), reply.status() + " " + reply.body());
        return reply;
    }

    private Reply slowly(RawConnection connection, int number, Random random) throws IOException {
        String request = connection.request("POST", "/v1/completions", body(number, false));
        for (int from = 0; from < request.length(); ) {
            int to = Math.min(request.length(), from + 1 + random.nextInt(60));
            connection.send(request.substring(from, to));
            from = to;
            RawConnection.pause(random.nextInt(40));
        }
        return whole(connection.read(0), number);
    }

    private Reply small(RawConnection connection, Random random) throws IOException {
        String path =
                List.of("/health", "/metrics", "/v1/models", "/tokenizer_info").get(random.nextInt(4));
        connection.send(connection.request("GET", path, ""));
        Reply reply = connection.read(0);
        check(reply.status() == 200, reply.status() + " " + reply.body());
        return reply;
    }

    private void leave(RawConnection connection, int number, Random random) throws IOException {
        left.incrementAndGet();
        String request = random.nextInt(4) == 0
                ? connection.request(
                        "POST", "/v1/completions", "{\"prompt\": \"" + "a long day ".repeat(400) + number + "\"}")
                : connection.request("POST", "/v1/completions", body(number, random.nextBoolean()));
        connection.send(random.nextInt(4) == 0 ? request.substring(0, random.nextInt(request.length())) : request);
        RawConnection.pause(random.nextInt(200));
        if (random.nextBoolean()) {
            connection.reset();
        } else {
            connection.close();
        }
    }

    private void check(boolean isSo, String what) {
        if (!isSo) {
            fault(what, null);
        }
    }

    private void fault(String what, @org.jspecify.annotations.Nullable Throwable why) {
        if (faults.incrementAndGet() <= 20) {
            System.out.println("fault: " + what + (why == null ? "" : ": " + why));
            if (why != null) {
                System.out.println(Arrays.toString(why.getStackTrace()));
            }
        }
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
    }

    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    @Override
    public void close() {
        server.close();
    }
}
