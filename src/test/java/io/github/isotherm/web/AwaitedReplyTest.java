package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.isotherm.Patience;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.IsothermException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that the model takes longer for than a page is left without a sign. */
@Timeout(Patience.SECONDS)
class AwaitedReplyTest {
    private static final long LATE_MILLIS = 700;
    private static final int PING = 0x7fc1a5a5;
    private static final int FAILED = 0x7fc1a5a6;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/json", exchange -> new AwaitedReply(exchange, executor).json(c -> fail()));
        server.createContext("/words", exchange -> new AwaitedReply(exchange, executor).binary(c -> fail()));
        server.createContext(
                "/bug",
                exchange -> new AwaitedReply(exchange, executor).json(c -> {
                    late();
                    throw new IllegalStateException("unexpected");
                }));
        server.createContext(
                "/memory",
                exchange -> new AwaitedReply(exchange, executor).json(c -> {
                    late();
                    throw new OutOfMemoryError("Java heap space");
                }));
        server.createContext(
                "/numbers",
                exchange -> new AwaitedReply(exchange, executor).binary(c -> {
                    late();
                    return new byte[] {1, 0, 0, 0};
                }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static void late() {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            throw new IsothermException("interrupted", e);
        }
    }

    private static <T> T fail() {
        late();
        throw Checks.invalid("top-k", "-1", "a whole number, at least 0");
    }

    private byte[] body(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .header(AwaitedReply.PINGS, "1")
                .build();
        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static JsonNode json(byte[] body) throws IOException {
        return JsonMapper.builder().build().readTree(body);
    }

    @Test
    void aLateErrorIsToldInTheAnswerWithTheStatusThatItWouldHaveHad() throws Exception {
        JsonNode told = json(body("/json"));
        assertThat(told.get("status").asInt()).isEqualTo(400);
        assertThat(told.get("error").asText()).isEqualTo("top-k is -1 but must be a whole number, at least 0.");
    }

    @Test
    void whatNobodyExpectedIsToldTooWithoutAStackTrace() throws Exception {
        JsonNode told = json(body("/bug"));
        assertThat(told.get("status").asInt()).isEqualTo(500);
        assertThat(told.get("error").asText()).contains("unexpected", "the server's log has more");
    }

    /** The connection was dropped. */
    @Test
    void anErrorOfTheJvmIsAnAnswerToo() throws Exception {
        JsonNode told = json(body("/memory"));
        assertThat(told.get("status").asInt()).isEqualTo(503);
        assertThat(told.get("error").asText()).startsWith("Java's memory of ").contains("-Xmx");
    }

    @Test
    void inPlaceOfNumbersALateErrorIsMarked() throws Exception {
        byte[] body = body("/words");
        assertThat(body.length % 4).isZero();
        ByteBuffer words = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        int word = words.getInt();
        assertThat(word).isEqualTo(PING);
        while (word == PING) {
            word = words.getInt();
        }
        assertThat(word).isEqualTo(FAILED);
        byte[] rest = new byte[words.remaining()];
        words.get(rest);
        JsonNode told = json(rest);
        assertThat(told.get("status").asInt()).isEqualTo(400);
        assertThat(told.get("error").asText()).startsWith("top-k is -1");
    }

    @Test
    void lateNumbersFollowTheirPings() throws Exception {
        ByteBuffer words = ByteBuffer.wrap(body("/numbers")).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(words.getInt()).isEqualTo(PING);
        assertThat(words.getInt(words.limit() - 4)).isEqualTo(1);
    }
}
