package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that redirects large files to another host, cuts them short, and refuses. */
class HubDownloadTest {
    private static final String COMMIT = "0123abcd";
    private static final String GRAPH = "onnx/model_q4.onnx";

    @TempDir
    Path root;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    private HttpServer hub;
    private HttpServer store;
    private int cutsLeft;
    private boolean ranges = true;
    private int status = 200;
    private String checksumOf = "";

    @BeforeEach
    void start() throws IOException {
        files.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put("README.md", "long".getBytes(StandardCharsets.UTF_8));
        files.put("onnx/model_fp16.onnx", new byte[10]);
        files.put(GRAPH, new byte[5000]);
        files.put(GRAPH + "_data", HexFormat.of().formatHex(new byte[100_000]).getBytes(StandardCharsets.UTF_8));
        hub = server(this::hub);
        store = server(this::store);
    }

    private static HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        hub.stop(0);
        store.stop(0);
    }

    private void hub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        tokens.add("hub " + exchange.getRequestHeaders().getFirst("Authorization"));
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
        } else if (path.startsWith("/api/")) {
            String entries = String.join(
                    ",",
                    files.keySet().stream()
                            .map(file -> "{\"type\":\"file\",\"path\":\"" + file + "\"}")
                            .toList());
            send(exchange, 200, ("[" + entries + "]").getBytes(StandardCharsets.UTF_8));
        } else {
            resolve(exchange, path.substring("/org/name/resolve/main/".length()));
        }
    }

    private void resolve(HttpExchange exchange, String file) throws IOException {
        byte[] content = files.get(file);
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        if (content.length > 1000) {
            String sum = file.equals(checksumOf) ? "0".repeat(64) : sha256(content);
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sum + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + store.getAddress().getPort() + "/" + file);
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + sha256(content).substring(0, 40) + "\"");
            send(exchange, 200, content);
        }
    }

    private void store(HttpExchange exchange) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath().substring(1));
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add("STORE " + range);
        tokens.add("store " + exchange.getRequestHeaders().getFirst("Authorization"));
        int from = range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        int length = content.length - from;
        if (length < 0) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
        boolean cut = cutsLeft-- > 0;
        exchange.getResponseBody().write(content, from, cut ? length / 2 : length);
        exchange.getResponseBody().flush();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Path pull(String id, String graph) {
        URI address = URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
        HubAccess access = new HubAccess(address, "secret", false);
        return new HubDownload(access, new HubCache(root)).pull(id, "main", graph, (file, bytes, size) -> {});
    }

    @Test
    void onlyTheChosenVariantAndOnlyOnce() throws IOException {
        Path snapshot = pull("org/name", null);
        assertThat(snapshot).isEqualTo(root.resolve("models--org--name/snapshots/" + COMMIT));
        for (String file : List.of("config.json", GRAPH, GRAPH + "_data")) {
            assertThat(snapshot.resolve(file)).hasBinaryContent(files.get(file));
        }
        assertThat(snapshot.resolve("README.md")).doesNotExist();
        assertThat(snapshot.resolve("onnx/model_fp16.onnx")).doesNotExist();
        assertThat(new HubCache(root).snapshot("org/name", "main")).contains(snapshot);
        assertThat(tokens).contains("hub Bearer secret", "store null").doesNotContain("store Bearer secret");
        requests.clear();
        pull("org/name", "q4");
        assertThat(requests).noneMatch(request -> request.startsWith("STORE") || request.startsWith("GET /org"));
        assertThat(pull("org/name", "fp16").resolve("onnx/model_fp16.onnx")).exists();
    }

    @Test
    void aCutDownloadGoesOnWhereItEnded() {
        cutsLeft = 2;
        Path snapshot = pull("org/name", null);
        assertThat(snapshot.resolve(GRAPH + "_data")).hasBinaryContent(files.get(GRAPH + "_data"));
        assertThat(requests).anyMatch(request -> request.startsWith("STORE bytes="));
    }

    @Test
    void aServerWithoutRangesBeginsAnew() {
        cutsLeft = 2;
        ranges = false;
        Path snapshot = pull("org/name", null);
        assertThat(snapshot.resolve(GRAPH + "_data")).hasBinaryContent(files.get(GRAPH + "_data"));
    }

    @Test
    void moreThanTheFileHasIsThrownAway() throws IOException {
        Path blobs = Files.createDirectories(root.resolve("models--org--name/blobs"));
        Files.write(blobs.resolve(sha256(files.get(GRAPH)) + ".incomplete"), new byte[6000]);
        assertThat(pull("org/name", null).resolve(GRAPH)).hasBinaryContent(files.get(GRAPH));
    }

    @Test
    void aFileThatChangedIsFetchedAgain() {
        pull("org/name", null);
        files.put(GRAPH, new byte[7000]);
        assertThat(pull("org/name", null).resolve(GRAPH)).hasBinaryContent(files.get(GRAPH));
    }

    @Test
    void aWrongChecksumIsNamedAndNothingIsKept() {
        checksumOf = GRAPH;
        assertThatThrownBy(() -> pull("org/name", null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(GRAPH)
                .hasMessageContaining("checksum");
        assertThat(root.resolve("models--org--name/snapshots/" + COMMIT + "/" + GRAPH))
                .doesNotExist();
    }

    @Test
    void refusalsNameTheWayOut() {
        status = 403;
        assertThatThrownBy(() -> pull("org/name", null))
                .hasMessageContaining("does not give org/name to this token")
                .hasMessageContaining("HF_TOKEN");
        status = 404;
        assertThatThrownBy(() -> pull("org/name", null)).hasMessageContaining("check the model's id org/name");
        status = 500;
        assertThatThrownBy(() -> pull("org/name", null)).hasMessageContaining("the hub answers 500");
        status = 200;
        assertThatThrownBy(() -> pull("org/name", "q9")).hasMessageContaining("no ONNX language model \"q9\"");
        assertThatThrownBy(() -> pull("../name", null)).hasMessageContaining("must be ORG/NAME");
        files.put("../../evil.json", new byte[1]);
        assertThat(pull("org/name", null)).exists();
        assertThat(root.resolve("models--org--name/evil.json")).doesNotExist();
    }

    @Test
    void theEnvironmentSaysWhereAndWho() {
        HubAccess access =
                HubAccess.of(Map.of("HF_ENDPOINT", "http://mirror/", "HF_TOKEN", "t", "HF_HUB_OFFLINE", "1"), root);
        assertThat(access).isEqualTo(new HubAccess(URI.create("http://mirror"), "t", true));
        assertThat(access.toString()).doesNotContain("\"t\"").contains("with a token");
        assertThatThrownBy(() ->
                        new HubDownload(access, new HubCache(root)).pull("org/name", "main", null, (f, b, s) -> {}))
                .hasMessageContaining("HF_HUB_OFFLINE is set");
        assertThat(HubAccess.of(Map.of(), root).endpoint()).hasHost("huggingface.co");
    }
}
