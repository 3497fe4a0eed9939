package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a local hub. */
class PullCommandTest {
    @TempDir
    Path home;

    private final Map<String, String> files =
            new TreeMap<>(Map.of("config.json", "{}", "onnx/model_q4.onnx", graph(), "onnx/model.onnx", graph("x")));
    private HttpServer hub;
    private int status = 200;
    private int busy;
    private String retryAfter = "1";

    @BeforeEach
    void start() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (busy-- > 0) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(429, -1);
            return;
        }
        String file = path.replaceFirst("^/org/name/resolve/[^/]+/", "");
        byte[] body = (path.startsWith("/api/") ? listing() : files.get(file)).getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("X-Repo-Commit", "0123abcd");
        exchange.getResponseHeaders().set("ETag", "\"" + Integer.toHexString(file.hashCode()) + "\"");
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(status, head || status != 200 ? -1 : body.length);
        if (!head && status == 200) {
            exchange.getResponseBody().write(body);
        }
    }

    /** An ONNX graph with nothing but weights in other files: see ModelProto, GraphProto, TensorProto. */
    private static String graph(String... weightFiles) {
        StringBuilder tensors = new StringBuilder();
        for (String file : weightFiles) {
            String place = field(1, "location") + field(2, file);
            tensors.append(field(5, field(8, "w") + field(13, place)));
        }
        return field(7, field(2, "graph") + tensors);
    }

    /** A field of bytes. */
    private static String field(int number, String value) {
        return (char) (number << 3 | 2) + String.valueOf((char) value.length()) + value;
    }

    private String listing() {
        return "["
                + String.join(
                        ",",
                        files.keySet().stream()
                                .map(file -> "{\"type\":\"file\",\"path\":\"" + file + "\"}")
                                .toList())
                + "]";
    }

    private CommandLineRun run(String... args) {
        return run(Map.of(), args);
    }

    private CommandLineRun run(Map<String, String> more, String... args) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "ISOTHERM_HOME", home.toString(),
                "HF_HUB_CACHE", home.resolve("none").toString(),
                "HF_ENDPOINT", address()));
        environment.putAll(more);
        return CommandLineRun.with(environment, "", args);
    }

    @Test
    void downloadsSaysWhereAndListsIt() {
        CommandLineRun pulled = run("pull", "org/name", "--dtype", "q4");
        assertThat(pulled.code()).as(pulled.err()).isZero();
        Path snapshot = home.resolve("models/models--org--name/snapshots/0123abcd");
        assertThat(pulled.out()).isEqualTo(snapshot + System.lineSeparator());
        assertThat(pulled.err().lines()).containsExactly("config.json, 2 B", "onnx/model_q4.onnx, 9 B");
        assertThat(snapshot.resolve("onnx/model_q4.onnx")).hasContent(graph());
        assertThat(snapshot.resolve("onnx/model.onnx")).doesNotExist();

        assertThat(run("models").out().lines())
                .anyMatch(line -> line.matches("org/name\\s+11 B\\s+isotherm\\s+.*0123abcd"));
        assertThat(run("models", "--json").out())
                .contains("{\"name\":\"org/name\",\"source\":\"isotherm\",\"path\":\"")
                .contains("\"bytes\":11}");
    }

    @Test
    void aFileOfOnesOwnChoice() {
        files.put("onnx/x", "weights");
        assertThat(run("pull", "org/name", "--file", "onnx/model.onnx").err().lines())
                .contains("onnx/model.onnx, " + graph("x").length() + " B", "onnx/x, 7 B");
        assertThat(run("pull", "org/name", "--file", "onnx/other.onnx"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err()).contains("no ONNX language model"));
    }

    @Test
    void onlyTheFilesThatTheGraphNamesCome() {
        files.put("model.onnx", graph("weights.bin", "parts/2.bin", "weights.bin"));
        files.put("weights.bin", "one");
        files.put("parts/2.bin", "two");
        files.put("model.onnx_data", "of another version");
        CommandLineRun pulled = run("pull", "org/name");
        assertThat(pulled.code()).as(pulled.err()).isZero();
        Path snapshot = home.resolve("models/models--org--name/snapshots/0123abcd");
        assertThat(snapshot.resolve("weights.bin")).hasContent("one");
        assertThat(snapshot.resolve("parts/2.bin")).hasContent("two");
        assertThat(snapshot.resolve("model.onnx_data")).doesNotExist();
    }

    @Test
    void whatIsNoGraphOrWantsForeignFilesIsOneSentence() {
        files.put("model.onnx", "version https://git-lfs");
        CommandLineRun damaged = run("pull", "org/name");
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.err()).contains("is not a whole ONNX file");
        files.put("onnx/model.onnx", graph("../../../secret"));
        CommandLineRun hostile = run("pull", "org/name", "--file", "onnx/model.onnx");
        assertThat(hostile.code()).isEqualTo(1);
        assertThat(hostile.err()).contains("wants weights from \"../../../secret\"");
    }

    @Test
    void badValuesEndWithTwo() {
        for (String[] args : new String[][] {
            {"pull", "name"},
            {"pull"},
            {"pull", "org/name", "--file", "a.onnx", "--dtype", "q4"},
            {"pull", "org/name", "--file", "model.bin"}
        }) {
            CommandLineRun run = run(args);
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err().strip().lines()).hasSize(1);
        }
        assertThat(run("pull", "name").err()).contains("The model id is \"name\" but must be ORG/NAME");
    }

    @Test
    void aWaitIsTold() {
        busy = 1;
        CommandLineRun pulled = run("pull", "org/name", "--dtype", "q4");
        assertThat(pulled.code()).as(pulled.err()).isZero();
        assertThat(pulled.err().lines()).startsWith(address() + " answers 429 (too many requests); waiting 1 s");
    }

    @Test
    void howLongToWaitIsAnOption() {
        busy = 100;
        retryAfter = "7";
        CommandLineRun refused = run("pull", "org/name", "--max-wait", "6");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualToIgnoringNewLines(
                        "isotherm: The download of org/name from " + address() + " failed (" + address()
                                + " answers 429 (too many requests) and asks to wait 7 s, more than the 6 s that are waited (in a"
                                + " command --max-wait)); start it again to go on.\n");
    }

    @Test
    void howPatientToBeIsAnOption() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + silent.getLocalPort();
            CommandLineRun run = run(Map.of("HF_ENDPOINT", address), "pull", "org/name", "--timeout", "1");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains(address + " did not answer within 1 s");
        }
        for (String[] bad : new String[][] {{"--timeout", "0"}, {"--timeout", "86401"}, {"--max-wait", "-1"}}) {
            CommandLineRun run = run("pull", "org/name", bad[0], bad[1]);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).startsWith("isotherm: " + bad[0] + " is " + bad[1] + " but must be ");
        }
    }

    @Test
    void settingsThatAreNoneAreOneSentenceWithoutTheToken() {
        for (Map<String, String> bad : List.of(
                Map.of("HF_TOKEN", "hf_secret\nX"),
                Map.of("HF_TOKEN", " hf_secret"),
                Map.of("HF_ENDPOINT", "ftp://hub.example"),
                Map.of("HF_ENDPOINT", "https://user:hf_secret@hub.example"),
                Map.of("HF_ENDPOINT", "https://hub.example", "HTTPS_PROXY", "socks5://u:hf_secret@p:1"))) {
            CommandLineRun run = run(bad, "pull", "org/name");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).startsWith("isotherm: H").doesNotContain("hf_secret", "inside");
        }
    }

    private String address() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    @Test
    void whatTheHubRefusesEndsWithOne() {
        status = 401;
        CommandLineRun refused = run("pull", "org/name");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).startsWith("isotherm: ").contains("HF_TOKEN");
        assertThat(refused.out()).isEmpty();
        CommandLineRun offline = run(Map.of("HF_HUB_OFFLINE", "1"), "pull", "org/name");
        assertThat(offline.code()).isEqualTo(1);
        assertThat(offline.err()).contains("HF_HUB_OFFLINE is set");
    }
}
