package io.github.isotherm.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.wire.ListenAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * What the server costs over the library, and others cost a client of it, with the bundled model: each figure is a ratio of two
 * things measured in turn. Argument: which ({@code clients}, {@code step}, {@code leave}, {@code slow}), all where it is left
 * out.
 */
public final class ServerFigures implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CLIENTS = 16;
    private static final String DONE = "data: [DONE]";

    private final CompletableFuture<LocalModel> opened = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final OpenAiServer server;
    private final LocalModel model;

    private ServerFigures() throws Exception {
        ModelSource source = ModelSource.of("bundled", LocalModel.bundledFolder(), () -> {
            opened.complete(LocalModel.openBundled());
            return opened.join();
        });
        ServeOptions options = ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0));
        server = OpenAiServer.start(List.of(source), Long.MAX_VALUE, options, line -> {});
        answer(body(0, 4, false));
        model = opened.join();
    }

    /**
     * Measures, and prints what came of it.
     *
     * @param arguments which
     */
    public static void main(String[] arguments) throws Exception {
        List<String> asked = arguments.length == 0 ? List.of("clients", "step", "leave", "slow") : List.of(arguments);
        try (ServerFigures figures = new ServerFigures()) {
            for (String which : asked) {
                switch (which) {
                    case "clients" -> figures.clients();
                    case "step" -> figures.step();
                    case "leave" -> figures.leave();
                    case "slow" -> figures.slow();
                    default -> throw new IllegalArgumentException(which);
                }
            }
        }
    }

    private static String prompt(int number) {
        return "Story number " + number + " begins with a cat, a dog and " + number % 7 + " birds. Once upon a time";
    }

    private static String body(int number, int tokens, boolean stream) {
        return body(prompt(number), number, tokens, stream);
    }

    private static String body(String prompt, int seed, int tokens, boolean stream) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("prompt", prompt);
        fields.put("max_tokens", tokens);
        fields.put("temperature", 1);
        fields.put("seed", seed);
        fields.put("stream", stream);
        return JSON.valueToTree(fields).toString();
    }

    private Socket connection() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private String head(String rest) {
        return "POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nContent-Type: application/json\r\n" + rest;
    }

    private void ask(Socket socket, String body) throws IOException {
        String text = head("Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n") + body;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The text of a whole answer. */
    private String answer(String body) throws IOException {
        try (Socket socket = connection()) {
            ask(socket, body);
            List<String> lines = reader(socket).lines().toList();
            JsonNode reply = JSON.readTree(lines.get(lines.size() - 1));
            if (!reply.has("choices")) {
                throw new IOException(String.join("\n", lines));
            }
            return reply.at("/choices/0/text").asText();
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static double median(double[] values) {
        return quantile(values, 0.5);
    }

    private static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.max(0, Math.ceil(p * sorted.length) - 1)];
    }

    private static void say(String form, Object... values) {
        System.out.printf(Locale.ROOT, form + "%n", values);
    }

    /** Sixteen clients at once against one after another. */
    private void clients() throws Exception {
        int tokens = 64;
        int rounds = 5;
        double[] ratios = new double[rounds];
        together(tokens);
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            List<String> alone = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                alone.add(answer(body(i, tokens, false)));
            }
            long between = System.nanoTime();
            List<String> together = together(tokens);
            long end = System.nanoTime();
            if (!alone.equals(together)) {
                throw new IllegalStateException("Texts differ: " + alone + " and " + together);
            }
            ratios[round] = (between - start) / (double) (end - between);
            double all = CLIENTS * tokens * 1e9;
            say(
                    "clients: %.0f tokens/s one after another, %.0f at once, ratio %.2f",
                    all / (between - start), all / (end - between), ratios[round]);
        }
        say("clients: ratio least %.2f, median %.2f", quantile(ratios, 0), median(ratios));
    }

    private List<String> together(int tokens) {
        List<CompletableFuture<String>> answers = IntStream.range(0, CLIENTS)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> unchecked(() -> answer(body(i, tokens, false))), threads))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** Of a stream: when its pieces came. */
    private record Stream(long[] pieces, long done) {
        double step() {
            return millis(pieces[pieces.length - 1] - pieces[0]) / (pieces.length - 1);
        }
    }

    private Stream stream(int number, int tokens) throws IOException {
        try (Socket socket = connection()) {
            ask(socket, body(number, tokens, true));
            BufferedReader lines = reader(socket);
            List<Long> pieces = new ArrayList<>();
            long done = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(DONE)) {
                    done = System.nanoTime();
                } else if (line.startsWith("data: ") && line.contains("\"finish_reason\":null")) {
                    pieces.add(System.nanoTime());
                }
            }
            return new Stream(pieces.stream().mapToLong(Long::longValue).toArray(), done);
        }
    }

    /** A stream of the server against a listener of the library. */
    private void step() throws Exception {
        int rounds = 60;
        int tokens = 60;
        double[] ratios = new double[rounds];
        double[] ends = new double[rounds];
        double[] steps = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            boolean first = round % 2 == 0;
            double before = first ? library(tokens) : 0;
            Stream stream = stream(1, tokens);
            double library = first ? before : library(tokens);
            if (round >= 0) {
                steps[round] = library;
                ratios[round] = stream.step() / library;
                ends[round] = millis(stream.done() - stream.pieces()[stream.pieces().length - 1]);
            }
        }
        say(
                "step: library least %.3f ms, median %.3f ms; server to library least %.4f, median %.4f",
                quantile(steps, 0), median(steps), quantile(ratios, 0), median(ratios));
        say("step: last token to [DONE] median %.3f ms, most %.3f ms", median(ends), quantile(ends, 1));
    }

    private double library(int tokens) {
        List<Long> times = new ArrayList<>();
        CompletionOptions options =
                CompletionOptions.defaults().temperature(1.0).seed(1L).maxTokens(tokens);
        GenerationListener listener = new GenerationListener() {
            @Override
            public void onText(String piece) {
                times.add(System.nanoTime());
            }
        };
        model.complete(prompt(1), options, listener, new Cancellation());
        return millis(times.get(times.size() - 1) - times.get(0)) / (times.size() - 1);
    }

    /** From a client's close to a model that does nothing. */
    private void leave() throws Exception {
        String longOne = "a wonderful day ".repeat(2000);
        double step = library(100);
        say("leave: a step takes %.1f ms; the most allowed is a step and 100 ms", step);
        for (String state : List.of("streaming", "whole", "reading the prompt", "waiting")) {
            double[] times = new double[10];
            for (int i = 0; i < times.length; i++) {
                times[i] = left(state, longOne);
            }
            say("leave: %s: median %.1f ms, most %.1f ms", state, median(times), quantile(times, 1));
        }
    }

    private double left(String state, String longOne) throws Exception {
        List<Socket> others = new ArrayList<>();
        try (Socket socket = connection()) {
            switch (state) {
                case "streaming" -> {
                    ask(socket, body(1, 2000, true));
                    reader(socket).readLine();
                    Thread.sleep(300);
                }
                case "whole" -> {
                    ask(socket, body(1, 2000, false));
                    Thread.sleep(300);
                }
                case "reading the prompt" -> {
                    ask(socket, body(longOne + System.nanoTime(), 1, 1000, false));
                    Thread.sleep(700);
                }
                default -> {
                    // two long ones take all the memory that there is for them, so that the third waits
                    others.add(waiting());
                    others.add(waiting());
                    ask(socket, body(1, 2000, false));
                    Thread.sleep(500);
                }
            }
            int before = server.state().runningCount();
            socket.close();
            long start = System.nanoTime();
            while (others.isEmpty() ? !model.isIdle() : server.state().runningCount() == before) {
                Thread.onSpinWait();
            }
            return millis(System.nanoTime() - start);
        } finally {
            for (Socket other : others) {
                other.close();
            }
            while (!model.isIdle()) {
                Thread.sleep(5);
            }
        }
    }

    private Socket waiting() throws IOException {
        Socket socket = connection();
        ask(socket, body(1, 8000, false));
        return socket;
    }

    /** A short request beside clients that send and read slowly. */
    private void slow() throws Exception {
        int requests = 300;
        double[] without = normal(requests);
        say("slow: alone median %.1f ms, p99 %.1f ms", median(without), quantile(without, 0.99));
        for (int count : new int[] {64, 500}) {
            try (SlowClients slow = new SlowClients(count)) {
                Thread.sleep(1000);
                double[] beside = normal(requests);
                say(
                        "slow: beside %d slow connections (%d broke off) median %.1f ms, p99 %.1f ms, ratio of p99 %.2f",
                        count,
                        slow.broken,
                        median(beside),
                        quantile(beside, 0.99),
                        quantile(beside, 0.99) / quantile(without, 0.99));
            }
            Thread.sleep(1000);
            without = normal(requests);
            say("slow: alone median %.1f ms, p99 %.1f ms", median(without), quantile(without, 0.99));
        }
    }

    private double[] normal(int requests) throws IOException {
        double[] times = new double[requests];
        for (int i = 0; i < requests; i++) {
            long start = System.nanoTime();
            answer(body(i % CLIENTS, 4, false));
            times[i] = millis(System.nanoTime() - start);
        }
        return times;
    }

    /** A third sends headers, and a third a body, a byte at a time; a third takes nothing of what it asked for. */
    private final class SlowClients implements AutoCloseable {
        private final List<Socket> sending = new ArrayList<>();
        private final List<Socket> all = new ArrayList<>();
        private final Thread writer = new Thread(this::write, "slow clients");
        private volatile int broken;

        SlowClients(int count) throws IOException {
            String large = "{\"prompt\": \"" + "a wonderful day ".repeat(20_000) + "\"}";
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                all.add(socket);
                String text = switch (i % 3) {
                    case 0 -> head("X-Slow: ");
                    case 1 -> head("Content-Length: 100000\r\n\r\n{");
                    default ->
                        head("Content-Length: " + large.length() + "\r\n\r\n").replace("/v1/completions", "/tokenize")
                                + large;
                };
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                if (i % 3 < 2) {
                    sending.add(socket);
                }
            }
            writer.start();
        }

        private void write() {
            while (!Thread.currentThread().isInterrupted()) {
                int failed = 0;
                for (Socket socket : sending) {
                    try {
                        socket.getOutputStream().write(' ');
                    } catch (IOException e) {
                        failed++;
                    }
                }
                broken = failed;
                try {
                    Thread.sleep(Duration.ofMillis(200).toMillis());
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            writer.interrupt();
            for (Socket socket : all) {
                socket.close();
            }
        }
    }

    private interface Asking<T> {
        T get() throws IOException;
    }

    private static <T> T unchecked(Asking<T> asking) {
        try {
            return asking.get();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.close();
    }
}
