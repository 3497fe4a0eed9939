package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients that are none do to the page's server: it goes on to answer the others. {@code -Disotherm.aborts}, {@code
 * -Disotherm.seed} for more requests that break off, and at other bytes.
 */
class PlaygroundEdgeIT {
    private static final int SLOW = 300;
    private static final int ABORTS = Integer.getInteger("isotherm.aborts", 473);
    private static final long SEED = Long.getLong("isotherm.seed", 20);
    private static final String BODY = "{\"ids\":[5,6,7],\"temperatures\":[1],\"top\":3}";

    private static LocalModel model;
    private static PlaygroundServer server;

    @BeforeAll
    static void start() {
        model = LocalModel.openBundled();
        server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    private static Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) Patience.SECONDS * 1000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String head(String method, String path, String... lines) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n"
                + String.join(
                        "", List.of(lines).stream().map(line -> line + "\r\n").toList());
    }

    /** All that comes until the server closes the connection. */
    private static String answers(String sent) throws IOException {
        try (Socket socket = connected()) {
            send(socket, sent);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) { // a connection that is reset is no answer
            return "";
        }
    }

    private static String next() throws IOException {
        String next = head("POST", "/api/next", "Content-Type: application/json", "Connection: close")
                + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        return answers(next);
    }

    private static void answersOthers() throws IOException {
        assertThat(next()).startsWith("HTTP/1.1 200 ").contains("\"temperatures\"");
    }

    private static boolean isAnswered() {
        try {
            return next().startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    /** They take the server's threads for the time that a request may take to arrive, and no longer, though they stay connected. */
    @Test
    void threeHundredThatNeverEndTheirHeadersAreEndedInTheirTime() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket socket = connected();
                slow.add(socket);
                send(socket, head("POST", "/api/next", "X-Slow: " + "x".repeat(i)));
            }
            Patience.until(PlaygroundEdgeIT::isAnswered);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        answersOthers();
    }

    @Test
    void requestsThatBreakOffAtAnyByteLeaveNothingRunning() throws IOException {
        Random random = new Random(SEED);
        List<String> requests = List.of(
                head("GET", "/") + "\r\n",
                head("POST", "/api/next", "Content-Type: application/json", "Content-Length: " + BODY.length()) + "\r\n"
                        + BODY,
                head("POST", "/api/complete", "Content-Type: application/json", "Content-Length: 78")
                        + "\r\n{\"ids\":[5,6,7],\"temperatures\":[1,2],\"samples\":2,\"max_tokens\":200,\"seed\":1 }  ",
                head("POST", "/api/logits", "Content-Type: application/json", "Transfer-Encoding: chunked")
                        + "\r\nd\r\n{\"ids\":[5,6]}\r\n0\r\n\r\n");
        for (int i = 0; i < ABORTS; i++) {
            String request = requests.get(random.nextInt(requests.size()));
            try (Socket socket = connected()) {
                socket.setSoLinger(true, 0); // a reset, not an end
                send(socket, request.substring(0, random.nextInt(request.length() + 1)));
            }
        }
        answersOthers();
        Patience.until(server::isIdle);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../pom.xml",
                "/../../../../etc/passwd",
                "/%2e%2e/pom.xml",
                "/%2e%2e%2f%2e%2e%2fetc/passwd",
                "/..%2fpom.xml",
                "/..%5cpom.xml",
                "/..\\pom.xml",
                "/....//pom.xml",
                "/./../pom.xml",
                "/api/../../pom.xml",
                "//etc/passwd",
                "/etc/passwd",
                "/%00/index.html",
                "/index.html%00.js",
                "/%c0%ae%c0%ae/pom.xml",
                "/%252e%252e/pom.xml",
                "/PlaygroundServer.class",
                "/io/github/isotherm/web/PlaygroundServer.class",
                "/META-INF/MANIFEST.MF",
                "/web/../../application.properties"
            })
    void noPathLeadsOutOfThePage(String path) throws IOException {
        String answer = answers(head("GET", path, "Connection: close") + "\r\n");
        assertThat(answer)
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(),
                        it -> assertThat(it).matches("(?s)HTTP/1\\.1 (400|404|405) .*"));
        assertThat(answer).doesNotContain("root:", "<project", "\u00ca\u00fe\u00ba\u00be", "Manifest-Version");
        answersOthers();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRACE",
                "PUT",
                "DELETE",
                "PATCH",
                "CONNECT",
                "PROPFIND",
                "get",
                "GETT",
                "POST /api/model HTTP/1.1\r\n"
            })
    void otherMethodsAreRefused(String method) throws IOException {
        assertThat(answers(head(method, "/api/vocabulary", "Connection: close", "Content-Length: 0") + "\r\n"))
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(), it -> assertThat(it).matches("(?s)HTTP/1\\.1 4\\d\\d .*"))
                .doesNotContain("X-Secret");
        answersOthers();
    }

    /** What is in the body of one request is never answered as another, whatever its headers say of its length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: %d\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: %d",
                "Content-Length: 0\r\nContent-Length: %d",
                "Content-Length: %d\r\nContent-Length: 0",
                "Content-Length: +%d",
                "Content-Length: -1",
                "Content-Length: %d, 0",
                "Content-Length : %d",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding:\tchunked\r\nTransfer-Encoding: identity",
                "Content-Length: 99999999999999999999"
            })
    void noRequestIsSmuggledInAnother(String lengths) throws IOException {
        String inner = head(
                        "POST",
                        "/api/next",
                        "Host: evil.example",
                        "Origin: http://evil.example",
                        "Content-Type: application/json",
                        "Content-Length: " + BODY.length())
                + "\r\n" + BODY;
        String body = "0\r\n\r\n" + inner;
        String outer = head("POST", "/api/logits", "Content-Type: application/json", lengths.formatted(body.length()))
                + "\r\n" + body;
        assertThat(answers(outer)).doesNotContain("HTTP/1.1 200 ");
        answersOthers();
    }
}
