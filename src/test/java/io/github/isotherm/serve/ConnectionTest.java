package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection may send and take, and that none of it holds up another. */
@Timeout(Patience.SECONDS)
class ConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(Patience.SECONDS);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static ServeOptions limited(Duration header, Duration body, Duration idle, Duration stall) {
        return ServedHere.options().withLimits(ConnectionLimits.defaults().withTimes(header, body, idle, stall));
    }

    private static String head(ServedHere here, String first, String... headers) {
        return first + " HTTP/1.1\r\nHost: 127.0.0.1:" + here.port() + "\r\n" + String.join("", headers) + "\r\n";
    }

    @Test
    void requestsThatComeAheadAreAnsweredInOrder() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options());
                Socket socket = here.socket("")) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                all.append(head(here, "POST /same", "Content-Length: 5\r\n")).append(String.format("%05d", i));
                all.append(head(here, "GET /nothing"));
            }
            all.append(head(here, "POST /same", "Content-Length: 3\r\nConnection: close\r\n"))
                    .append("end");
            ServedHere.write(socket, all.toString());
            String answers = ServedHere.all(socket);
            List<String> bodies = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                bodies.add("\r\n\r\n" + String.format("%05d", i) + "HTTP/1.1 404");
            }
            assertThat(answers).containsSubsequence(bodies).endsWith("\r\n\r\nend");
        }
    }

    /** More than is kept of what comes ahead. */
    @Test
    void bodiesThatComeAheadAreAllAnswered() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options());
                Socket socket = here.socket("")) {
            String body = "x".repeat(700_000);
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                all.append(head(here, "POST /length", "Content-Length: 700000\r\n"))
                        .append(body);
            }
            all.append(head(here, "GET /health", "Connection: close\r\n"));
            ServedHere.write(socket, all.toString());
            assertThat(ServedHere.all(socket).split("\\{\"length\":700000}", -1))
                    .hasSize(6);
        }
    }

    @Test
    void aClientThatWantsToBeAskedForItsBodyIs() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options());
                Socket socket = here.socket(head(
                        here, "POST /length", "Content-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n"))) {
            assertThat(ServedHere.until(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            ServedHere.write(socket, "abcd");
            assertThat(ServedHere.all(socket)).startsWith("HTTP/1.1 200").endsWith("{\"length\":4}");
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItIsSent() throws Exception {
        ServeOptions options = ServedHere.options().withBodyBytes(1000);
        try (ServedHere here = new ServedHere(options);
                Socket socket =
                        here.socket(head(here, "POST /length", "Content-Length: 1001\r\nExpect: 100-continue\r\n"))) {
            assertThat(ServedHere.all(socket))
                    .startsWith("HTTP/1.1 413")
                    .contains("connection: close", "The request is longer than 1000 bytes; shorten the prompt.");
            assertThat(here.post("/length", "x".repeat(1000)).body()).isEqualTo("{\"length\":1000}");
        }
    }

    @Test
    void aBodyThatBecomesTooLongIsRefusedThen() throws Exception {
        ServeOptions options = ServedHere.options().withBodyBytes(1000);
        try (ServedHere here = new ServedHere(options);
                Socket socket = here.socket(head(here, "POST /length", "Transfer-Encoding: chunked\r\n"))) {
            for (int i = 0; i < 40; i++) {
                ServedHere.write(socket, "64\r\n" + "x".repeat(100) + "\r\n");
            }
            assertThat(ServedHere.all(socket)).startsWith("HTTP/1.1 413");
            assertThat(here.server.state().bodyBytes()).isZero();
        }
    }

    @Test
    @SuppressWarnings("try") // what is closed early is what is tested
    void bodiesOfAllRequestsTogetherAreBounded() throws Exception {
        ServeOptions options =
                ServedHere.options().withLimits(ConnectionLimits.defaults().withBodyBytes(1000, 1500));
        try (ServedHere here = new ServedHere(options);
                Socket first = here.socket(head(here, "POST /length", "Content-Length: 1000\r\n") + "x".repeat(900))) {
            Patience.until(() -> here.server.state().bodyBytes() == 900);
            assertThat(here.post("/length", "x".repeat(601)).statusCode()).isEqualTo(503);
            assertThat(here.post("/length", "x".repeat(600)).statusCode()).isEqualTo(200);
            first.close();
            Patience.until(() -> here.server.state().bodyBytes() == 0);
            assertThat(here.post("/length", "x".repeat(601)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options());
                Socket headers = here.socket(head(here, "GET /health", "X-Long: " + "x".repeat(20_000) + "\r\n"));
                Socket line = here.socket(head(here, "GET /" + "x".repeat(20_000)))) {
            assertThat(ServedHere.all(headers))
                    .startsWith("HTTP/1.1 431")
                    .contains("headers are longer than 16384 bytes");
            assertThat(ServedHere.all(line)).startsWith("HTTP/1.1 414");
        }
    }

    @Test
    void whatIsNoHttpIsToldSo() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options());
                Socket socket = here.socket("\u0016\u0003\u0001 hello\r\n\r\n")) {
            assertThat(ServedHere.all(socket)).startsWith("HTTP/1.1 400").contains("\"error\"");
        }
    }

    /** The connections of a slow client are ended one by one by their time, and meanwhile others are answered. */
    @Test
    void sixtyFourClientsThatSendHeadersSlowlyHoldUpNobodyAndAreEnded() throws Exception {
        try (ServedHere here = new ServedHere(limited(Duration.ofSeconds(3), LONG, LONG, LONG))) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                slow.add(here.socket("GET /health HTTP/1.1\r\nHost: 127"));
            }
            Patience.until(() -> here.server.state().connectionCount() == 64);
            for (int i = 0; i < 20; i++) {
                assertThat(here.get("/health").statusCode()).isEqualTo(200);
            }
            for (Socket socket : slow) {
                assertThat(ServedHere.all(socket)).startsWith("HTTP/1.1 408").contains("headers did not come within");
                socket.close();
            }
        }
    }

    /** A byte now and then gives no more time. */
    @Test
    void headersThatComeByteByByteAreEndedToo() throws Exception {
        try (ServedHere here = new ServedHere(limited(Duration.ofMillis(500), LONG, LONG, LONG));
                Socket socket = here.socket("GET /health HTTP/1.1\r\nX-Slow: ")) {
            for (int i = 0; i < 1000 && socket.getInputStream().available() == 0; i++) {
                ServedHere.write(socket, "x");
                Thread.sleep(20);
            }
            assertThat(ServedHere.until(socket, "\r\n")).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void aBodyThatComesSlowlyIsEnded() throws Exception {
        try (ServedHere here = new ServedHere(limited(LONG, SHORT, LONG, LONG));
                Socket socket = here.socket(head(here, "POST /length", "Content-Length: 10\r\n") + "abc")) {
            assertThat(ServedHere.all(socket)).startsWith("HTTP/1.1 408").contains("body did not come within 300 ms");
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        try (ServedHere here = new ServedHere(limited(LONG, LONG, SHORT, LONG));
                Socket fresh = here.socket("");
                Socket used = here.socket(head(here, "GET /health"))) {
            assertThat(ServedHere.all(fresh)).isEmpty();
            assertThat(ServedHere.all(used)).startsWith("HTTP/1.1 200").endsWith("{\"status\":\"ok\"}");
        }
    }

    /** While its answer is made a connection is not idle. */
    @Test
    void aLongAnswerIsNotCutByTheTimeOfIdleConnections() throws Exception {
        try (ServedHere here = new ServedHere(limited(SHORT, SHORT, SHORT, SHORT))) {
            var held = here.later("/hold", "");
            Patience.until(() -> here.holding.get() == 1);
            Thread.sleep(3 * SHORT.toMillis());
            here.held.countDown();
            assertThat(held.get().body()).isEqualTo("{\"held\":true}");
        }
    }

    /** Its own thread waits; the event loop does not. */
    @Test
    void aClientThatReadsNothingHoldsUpNobodyAndIsEnded() throws Exception {
        try (ServedHere here = new ServedHere(limited(LONG, LONG, LONG, Duration.ofSeconds(1)));
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", here.port()));
            ServedHere.write(socket, head(here, "POST /flood", "Content-Length: 0\r\n"));
            Patience.until(() -> here.flooded.get() > 0);
            for (int i = 0; i < 20; i++) {
                assertThat(here.get("/health").statusCode()).isEqualTo(200);
            }
            assertThat(here.floodEnded.get()).isInstanceOf(CancelledException.class);
            Patience.until(() -> here.server.state().runningCount() == 0);
        }
    }

    /** It always takes something, and never enough. */
    @Test
    void aClientThatReadsByDropsIsEnded() throws Exception {
        ConnectionLimits limits = ConnectionLimits.defaults()
                .withTimes(LONG, LONG, LONG, Duration.ofSeconds(1))
                .withBodyBytes(64 << 20, 64 << 20)
                .withLeastPace(1 << 30);
        String body = "x".repeat(64 << 20);
        try (ServedHere here = new ServedHere(ServedHere.options().withLimits(limits));
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", here.port()));
            ServedHere.write(socket, head(here, "POST /same", "Content-Length: " + body.length() + "\r\n") + body);
            Patience.until(() -> read(socket, 64 << 10) < 0 || !here.lines.isEmpty());
            Patience.until(() -> here.lines.stream().anyMatch(line -> line.contains("client_left")));
        }
    }

    @Test
    void aClientThatReadsSlowlyButSteadilyGetsItsAnswer() throws Exception {
        ConnectionLimits limits = ConnectionLimits.defaults()
                .withTimes(LONG, LONG, LONG, Duration.ofSeconds(2))
                .withBodyBytes(32 << 20, 32 << 20);
        String body = "x".repeat(32 << 20);
        try (ServedHere here = new ServedHere(ServedHere.options().withLimits(limits));
                Socket socket = new Socket()) {
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", here.port()));
            String head = head(here, "POST /same", "Content-Length: " + body.length() + "\r\nConnection: close\r\n");
            ServedHere.write(socket, head + body);
            int[] all = {0};
            Patience.until(() -> {
                int count = read(socket, 256 << 10);
                all[0] += Math.max(0, count);
                return count < 0;
            });
            assertThat(all[0]).isGreaterThan(body.length());
        }
    }

    private static int read(Socket socket, int most) {
        try {
            int count = socket.getInputStream().readNBytes(most).length;
            return count == 0 ? -1 : count;
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void aClientThatLeavesWhileItsAnswerIsMadeIsNoticedAtOnce() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            Socket socket = here.socket(head(here, "POST /hold", "Content-Length: 0\r\n"));
            Patience.until(() -> here.holding.get() == 1);
            assertThat(here.cancelled.get()).isZero();
            socket.close();
            Patience.until(() -> here.cancelled.get() == 1);
            Patience.until(() -> here.lines.stream().anyMatch(line -> line.contains("/hold 499")));
        }
    }

    @Test
    void aClientThatResetsWhileItsAnswerStreamsIsNoticedAtOnce() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            Socket socket = here.socket(head(here, "POST /flood", "Content-Length: 0\r\n"));
            Patience.until(() -> here.flooded.get() > 0);
            socket.setSoLinger(true, 0);
            socket.close();
            assertThat(here.floodEnded.get(Patience.SECONDS, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
            Patience.until(() -> here.lines.stream().anyMatch(line -> line.contains("client_left")));
        }
    }

    @Test
    void untilTheFirstEventCommentsSayThatTheServerIsThere() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options());
                Socket socket = here.socket(head(here, "POST /quiet", "Content-Length: 0\r\nConnection: close\r\n"))) {
            assertThat(ServedHere.until(socket, "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("content-type: text/event-stream");
            ServedHere.until(socket, ": ping\n\n");
            here.held.countDown();
            assertThat(ServedHere.all(socket).replaceAll("\r\n[0-9a-f]*\r\n|: ping\n\n", ""))
                    .contains("data: 1\n\n")
                    .contains("data: 2\n\n")
                    .contains("data: [DONE]\n\n");
        }
    }

    /** Without chunks, as HTTP/1.0 has none. */
    @Test
    void anOldClientReadsEventsUntilTheEnd() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            here.held.countDown();
            try (Socket socket = here.socket(
                    "POST /quiet HTTP/1.0\r\nHost: 127.0.0.1:" + here.port() + "\r\nContent-Length: 0\r\n\r\n")) {
                assertThat(ServedHere.all(socket))
                        .doesNotContain("chunked")
                        .endsWith("\r\n\r\ndata: 1\n\ndata: 2\n\ndata: [DONE]\n\n");
            }
        }
    }

    @Test
    void oneConnectionTooManyIsTold() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options().withConnections(2, 2))) {
            try (Socket one = here.socket("");
                    Socket two = here.socket("")) {
                Patience.until(() -> here.server.state().connectionCount() == 2);
                try (Socket three = here.socket("")) {
                    String told = ServedHere.all(three);
                    for (int i = 0; i < 100; i++) { // no reset before the client has said all that it says
                        ServedHere.write(three, "POST /length HTTP/1.1\r\n");
                    }
                    assertThat(told).startsWith("HTTP/1.1 503").contains("has its 2 connections");
                }
                assertThat(one.isConnected() && two.isConnected()).isTrue();
            }
            Patience.until(() -> here.server.state().connectionCount() == 0);
            assertThat(here.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void oneConnectionTooManyOfAnAddressIsTold() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options().withConnections(10, 1));
                Socket one = here.socket("")) {
            Patience.until(() -> here.server.state().connectionCount() == 1);
            try (Socket two = here.socket("")) {
                assertThat(ServedHere.all(two)).startsWith("HTTP/1.1 429").contains("Your address has its 1");
            }
            assertThat(one.isConnected()).isTrue();
        }
    }

    @Test
    void aRequestWhoseTimeIsOverIsToldAndCancelled() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options().withTimeout(SHORT))) {
            var response = here.post("/hold", "");
            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).contains("is not answered after 0.3 s");
            Patience.until(() -> here.cancelled.get() == 1);
        }
    }

    /** Nothing was sent that says that all is well. */
    @Test
    void aStreamWhoseTimeIsOverBeforeItsFirstEventIsToldByItsStatus() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options().withTimeout(SHORT))) {
            var response = here.post("/quiet", "");
            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
            assertThat(response.body()).startsWith("{\"error\":{").contains("is not answered after 0.3 s");
            Patience.until(() -> here.lines.stream().anyMatch(line -> line.contains("/quiet 504")));
        }
    }

    /** Without its last chunk, so that who does not read errors in events sees too that it is not whole. */
    @Test
    void aStreamWhoseTimeIsOverBreaksOffBehindAnError() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options().withTimeout(SHORT));
                Socket socket = here.socket(head(here, "POST /begun", "Content-Length: 0\r\n"))) {
            assertThat(ServedHere.all(socket))
                    .contains("data: 1\n\n", "data: {\"error\":{", "is not answered after 0.3 s")
                    .doesNotContain("[DONE]")
                    .endsWith("\"code\":\"timeout\"}}\n\n\r\n");
            assertThatThrownBy(() -> here.post("/begun", "")).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatLeavesBeforeTheFirstEventHasSeenNoStatus() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            Socket socket = here.socket(head(here, "POST /quiet", "Content-Length: 0\r\n"));
            Patience.until(() -> here.holding.get() == 1);
            socket.close();
            Patience.until(() -> here.lines.stream().anyMatch(line -> line.contains("/quiet 499")));
        }
    }

    private static String answer(ServedHere here, String request) throws IOException {
        try (Socket socket = here.socket(request)) {
            return ServedHere.all(socket);
        }
    }

    @Test
    void anExpectationThatNobodyKnowsIsRefused() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            assertThat(answer(here, head(here, "POST /length", "Content-Length: 1\r\nExpect: much\r\n") + "x"))
                    .startsWith("HTTP/1.1 417");
        }
    }

    @Test
    void aClientThatClosesAsSoonAsItIsAnsweredHasNotLeft() throws Exception {
        int requests = 200;
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            String request = head(here, "POST /length", "Content-Length: 1\r\n") + "x";
            for (int i = 0; i < requests; i++) {
                try (Socket socket = here.socket(request)) {
                    int read = 0;
                    while (read >= 0 && read != '}') {
                        read = socket.getInputStream().read();
                    }
                }
            }
            Patience.until(() -> here.lines.size() == requests);
            assertThat(here.lines).noneMatch(line -> line.contains("client_left"));
        }
    }
}
