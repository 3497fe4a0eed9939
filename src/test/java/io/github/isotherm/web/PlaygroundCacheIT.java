package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not change is sent once, compressed; a second load transfers little. */
class PlaygroundCacheIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = "a-secret-of-24-letters--";
    private static final long MOST_OF_A_SECOND_LOAD = 200_000;

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

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/style.css", "/icon.svg", "/api/vocabulary"})
    void aFileIsCompressedForWhoTakesThatAndSentOnce(String path) throws Exception {
        HttpResponse<byte[]> plain = get(path);
        HttpResponse<byte[]> packed = get(path, "Accept-Encoding", "br, gzip");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(plain.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(header(plain, "ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(header(packed, "ETag")).isNotEqualTo(header(plain, "ETag"));
        assertThat(header(plain, "Cache-Control")).isEqualTo("private, no-cache");
        HttpResponse<byte[]> again = get(path, "If-None-Match", "\"other\", " + header(plain, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get(path, "If-None-Match", header(packed, "ETag")).statusCode())
                .isEqualTo(200);
        assertThat(get(path, "If-None-Match", header(packed, "ETag"), "Accept-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP;q=0.5|true",
                "deflate, gzip;q=1.0, *|true",
                "gzip;q=0|false",
                "gzip;q=0.0|false",
                "xgzip|false",
                "identity|false"
            })
    void gzipIsSentOnlyWhereItIsTaken(String encodings, boolean isPacked) throws Exception {
        assertThat(header(get("/app.js", "Accept-Encoding", encodings), "Content-Encoding"))
                .isEqualTo(isPacked ? "gzip" : "");
    }

    @Test
    void logitsThatABrowserHasAreNotSentAgain() throws Exception {
        HttpResponse<byte[]> first = get("/api/logits?ids=504,314", AwaitedReply.PINGS, "1");
        float[] expected = model.logits(new int[] {504, 314});
        ByteBuffer sent = ByteBuffer.wrap(first.body()).order(ByteOrder.LITTLE_ENDIAN);
        float[] last = new float[expected.length];
        sent.position(first.body().length - 4 * expected.length);
        sent.asFloatBuffer().get(last);
        assertThat(last).isEqualTo(expected);
        HttpResponse<byte[]> second = get("/api/logits?ids=504,314", AwaitedReply.PINGS, "1");
        String tag = header(second, "ETag");
        assertThat(tag).isNotEmpty();
        assertThat(get("/api/logits?ids=504,314", AwaitedReply.PINGS, "1", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/api/logits?ids=504,315", AwaitedReply.PINGS, "1", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
    }

    /** Another site's page can send a GET without a header of its own. */
    @Test
    void logitsAreNotReadByForeignPages() throws Exception {
        assertThat(get("/api/logits?ids=504,314").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?ids=", "?ids=1,,2", "?ids=1&x=2", "?id=1", "?ids=-1", "?ids=99999999"})
    void logitsOfSomethingElseAreRefusedAndNothingOfItIsKept(String query) throws Exception {
        HttpResponse<byte[]> answer = get("/api/logits" + query, AwaitedReply.PINGS, "1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "ETag")).isEmpty();
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    /** All bytes that reach the browser, headers included, counted between it and the server. */
    @Test
    void aSecondLoadTransfersLittle() throws Exception {
        try (PlaygroundServer guarded = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, TOKEN));
                CountingRelay relay = new CountingRelay(guarded.port());
                Chromium chromium = Chromium.launch(relay.port())) {
            Page page = chromium.open(1366, 768, ColorScheme.LIGHT, "token=" + TOKEN);
            assertThat(page.locator(".curve")).hasCount(8);
            long first = relay.taken();
            page.reload();
            page.waitForSelector("body[data-ready=true]");
            assertThat(page.locator(".curve")).hasCount(8);
            long second = relay.taken();
            System.out.println("first load " + first + " bytes, second " + second);
            assertThat(first).isGreaterThan(4L * model.vocabularySize());
            assertThat(second).isBetween(1_000L, MOST_OF_A_SECOND_LOAD);
        }
    }
}
