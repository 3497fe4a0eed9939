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
    private String moved = "";
    private String commit = COMMIT;
    private List<String> weights = List.of("model_q4.onnx_data");

    @BeforeEach
    void start() throws IOException {
        files.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put("README.md", "long".getBytes(StandardCharsets.UTF_8));
        files.put("onnx/model_fp16.onnx", new byte[10]);
        files.put(GRAPH, new byte[5000]);
        files.put(GRAPH + "_data_old", new byte[2000]);
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
            list(exchange);
        } else if (!moved.isEmpty() && path.startsWith("/org/")) {
            exchange.getResponseHeaders().set("Location", path.replaceFirst("^/org", moved));
            exchange.sendResponseHeaders(307, -1);
        } else {
            resolve(exchange, path.replaceFirst("^/\\w+/name/resolve/main/", ""));
        }
    }

    /** In two pages. */
    private void list(HttpExchange exchange) throws IOException {
        boolean second = String.valueOf(exchange.getRequestURI().getQuery()).contains("page=2");
        List<String> names = List.copyOf(files.keySet());
        List<String> page = second ? names.subList(3, names.size()) : names.subList(0, 3);
        if (!second) {
            exchange.getResponseHeaders()
                    .set("Link", "<" + exchange.getRequestURI().getPath() + "?page=2>; rel=\"next\"");
        }
        String entries = String.join(
                ",",
                page.stream()
                        .map(file -> "{\"type\":\"file\",\"path\":\"" + file + "\"}")
                        .toList());
        send(exchange, 200, ("[" + entries + "]").getBytes(StandardCharsets.UTF_8));
    }

    private void resolve(HttpExchange exchange, String file) throws IOException {
        byte[] content = files.get(file);
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        if (content.length > 1000) {
            String sum = file.equals(checksumOf) ? "0".repeat(64) : sha256(content);
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sum + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            "http://127.0.0.1:" + store.getAddress().getPort() + "/" + file.replace(" ", "%20"));
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + LocalHub.gitId(content) + "\"");
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
        return pull(new HubAccess(address, "secret", false), id, graph);
    }

    private Path pull(HubAccess access, String id, String graph) {
        HubDownload download = new HubDownload(access, new HubCache(root), this::weights, new KnownPauses());
        return download.pull(id, "main", graph, (file, bytes, size) -> {});
    }

    /** What the graph of the chosen variant names; its file is there when it is asked. */
    private List<String> weights(Path graph) {
        assertThat(graph).isRegularFile();
        return graph.endsWith(GRAPH) ? weights : List.of();
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
        assertThat(snapshot.resolve(GRAPH + "_data_old")).doesNotExist();
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
    void weightsAreTheFilesThatTheGraphNames() {
        files.put("onnx/part one.bin", new byte[1500]);
        files.put("onnx/more/two.weights", new byte[20]);
        weights = List.of("part one.bin", "more/two.weights", "part one.bin");
        Path snapshot = pull("org/name", "q4");
        assertThat(snapshot.resolve("onnx/part one.bin")).hasBinaryContent(new byte[1500]);
        assertThat(snapshot.resolve("onnx/more/two.weights")).hasBinaryContent(new byte[20]);
        assertThat(snapshot.resolve(GRAPH + "_data")).doesNotExist();
        weights = List.of("lost.bin");
        assertThatThrownBy(() -> pull("org/name", "q4"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "The graph onnx/model_q4.onnx of org/name has weights in onnx/lost.bin but the repository has"
                                + " no such file; name another graph, in a command with --file or --dtype.");
    }

    @Test
    void aPairOfGraphsComesTogether() {
        files.clear();
        files.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put("decoder_model.onnx", new byte[10]);
        files.put("decoder_with_past_model.onnx", new byte[11]);
        files.put("encoder_model.onnx", new byte[12]);
        Path snapshot = pull("org/name", null);
        assertThat(snapshot.resolve("decoder_with_past_model.onnx")).hasBinaryContent(new byte[11]);
        assertThat(snapshot.resolve("encoder_model.onnx")).doesNotExist();
    }

    @Test
    void aFolderWithItsOwnConfigurationIsTheModel() {
        files.put("cpu/int4/genai_config.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put("cpu/int4/phi.onnx", new byte[10]);
        Path folder = pull("org/name", "cpu/int4/phi.onnx");
        assertThat(folder).isEqualTo(root.resolve("models--org--name/snapshots/" + COMMIT + "/cpu/int4"));
        assertThat(folder.resolve("genai_config.json")).exists();
    }

    @Test
    void aRenamedRepositoryIsFollowedWithTheToken() {
        moved = "/other";
        assertThat(pull("org/name", null).resolve(GRAPH)).hasBinaryContent(files.get(GRAPH));
        assertThat(requests).contains("HEAD /org/name/resolve/main/" + GRAPH, "HEAD /other/name/resolve/main/" + GRAPH);
        assertThat(tokens).doesNotContain("hub null", "store Bearer secret");
    }

    @Test
    void anAddressThatIsNoneIsOneSentence() {
        moved = "/a b";
        assertThatThrownBy(() -> pull("org/name", null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("http://127.0.0.1:" + hub.getAddress().getPort() + " redirects to \"/a b/name/");
    }

    @Test
    void redirectsWithoutEndEnd() {
        moved = "/org";
        assertThatThrownBy(() -> pull("org/name", null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("too many redirects");
    }

    @Test
    void whatIsAlwaysCutEndsWithItsSizes() {
        cutsLeft = Integer.MAX_VALUE;
        assertThatThrownBy(() -> pull("org/name", null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("start it again to go on");
        cutsLeft = 0;
        assertThat(pull("org/name", null).resolve(GRAPH)).hasBinaryContent(files.get(GRAPH));
    }

    @Test
    void aCommitMadeMeanwhileIsNoMixture() {
        weights = List.of("model_q4.onnx_data");
        HubDownload download = new HubDownload(
                new HubAccess(URI.create("http://127.0.0.1:" + hub.getAddress().getPort()), null, false),
                new HubCache(root),
                graph -> {
                    commit = "89abcdef";
                    return weights;
                },
                new KnownPauses());
        assertThatThrownBy(() -> download.pull("org/name", "main", null, (file, bytes, size) -> {}))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the repository changed meanwhile");
        assertThat(new HubCache(root).folder("org/name").resolve("refs/main")).doesNotExist();
    }

    @Test
    void nobodyAtTheAddressIsOneSentence() {
        int port = hub.getAddress().getPort();
        hub.stop(0);
        assertThatThrownBy(() ->
                        pull(new HubAccess(URI.create("http://127.0.0.1:" + port), null, false), "org/name", null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("The download of org/name from http://127.0.0.1:" + port + " failed");
    }

    @Test
    void refusalsNameTheWayOut() {
        status = 401;
        URI address = URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
        assertThatThrownBy(() -> pull(new HubAccess(address, null, false), "org/name", null))
                .isInstanceOf(ModelException.class)
                .hasMessage("The hub does not give org/name to anybody without a token; accept its terms on " + address
                        + "/org/name and set HF_TOKEN.");
        assertThatThrownBy(() -> pull("org/name", null)).hasMessageContaining("does not give org/name to this token");
        status = 403;
        assertThatThrownBy(() -> pull("org/name", null))
                .hasMessageContaining("does not give org/name to this token")
                .hasMessageContaining("HF_TOKEN");
        status = 404;
        assertThatThrownBy(() -> pull("org/name", null)).hasMessageContaining("check the model's id org/name");
        status = 500;
        assertThatThrownBy(() -> pull("org/name", null))
                .hasMessageContaining("answers 500, also at the last of 4 attempts");
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
        assertThatThrownBy(() -> pull(access, "org/name", null)).hasMessageContaining("HF_HUB_OFFLINE is set");
        assertThat(HubAccess.of(Map.of(), root).endpoint()).hasHost("huggingface.co");
    }
}
