package io.github.isotherm.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A hub on this machine with one repository, {@code org/name}, that answers as the hub does: small files by their git id, {@code
 * .onnx} by its SHA-256. A test replaces single answers.
 */
public final class LocalHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    public static final String GRAPH = "onnx/model.onnx";

    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    public final Map<String, byte[]> files = Collections.synchronizedMap(new TreeMap<>());
    /** By what is asked: {@code list}, {@code HEAD config.json}, {@code GET onnx/model.onnx}. */
    final Map<String, Answer> answers = new ConcurrentHashMap<>();

    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local hub");
        thread.setDaemon(true);
        return thread;
    });
    private final String prefix;

    public LocalHub() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "");
    }

    /** Below a path of its server. */
    LocalHub(HttpServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
        files.put("config.json", "{\"model_type\":\"llama\"}".getBytes(StandardCharsets.UTF_8));
        files.put("tokenizer.json", "{\"version\":\"1.0\"}".getBytes(StandardCharsets.UTF_8));
        files.put(GRAPH, HexFormat.of().formatHex(new byte[50_000]).getBytes(StandardCharsets.UTF_8));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    public URI address() {
        String scheme = server instanceof com.sun.net.httpserver.HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + prefix);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String asked = path.startsWith(prefix + "/api/models/org/name/tree/main")
                ? "list"
                : exchange.getRequestMethod() + " " + path.replaceFirst(prefix + "/org/name/resolve/main/", "");
        requests.add(asked);
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (answers.containsKey(asked)) {
            answers.get(asked).give(exchange);
        } else if (asked.equals("list")) {
            send(exchange, 200, listing());
        } else {
            file(exchange, asked.substring(asked.indexOf(' ') + 1));
        }
    }

    byte[] listing() {
        List<String> entries = files.keySet().stream()
                .map(file -> "{\"type\":\"file\",\"path\":\"" + file + "\"}")
                .toList();
        return ("[" + String.join(",", entries) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        describe(exchange, name, content);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String unchanged = exchange.getRequestHeaders().getFirst("If-Range");
        boolean isSame = unchanged == null
                || unchanged.equals(exchange.getResponseHeaders().getFirst("ETag"));
        if (range == null || !isSame) {
            send(exchange, 200, content);
            return;
        }
        requests.add(range);
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] part = java.util.Arrays.copyOfRange(content, from, content.length);
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        send(exchange, 206, part);
    }

    /** The headers that tell of a file. */
    static void describe(HttpExchange exchange, String name, byte[] content) {
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        String id = name.endsWith(".onnx") ? sha256(content) : gitId(content);
        exchange.getResponseHeaders().set("ETag", "\"" + id + "\"");
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    static String gitId(byte[] content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(content));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
