package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server without a browser: numbers, refusals, and clients that misbehave. */
class PlaygroundServerIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static LocalModel model;
    private static PlaygroundServer server;
    private static String ids;

    @BeforeAll
    static void start() {
        model = LocalModel.openBundled();
        server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
        ids = java.util.Arrays.toString(model.encode("This is a wonderful"));
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpRequest post(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }

    @Test
    void thePageComesWithAPolicyThatKeepsItToItself() throws Exception {
        HttpResponse<String> page = send(request("/").build());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        assertThat(page.body()).contains("<title>isotherm").doesNotContain("://");
        assertThat(send(request("/../pom.xml").build()).statusCode()).isEqualTo(404);
        assertThat(send(request("/PlaygroundServer.class").build()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void logitsAreTheModelsAsFloats() throws Exception {
        HttpResponse<byte[]> answer =
                CLIENT.send(post("/api/logits", "{\"ids\":" + ids + "}"), HttpResponse.BodyHandlers.ofByteArray());
        float[] expected = model.logits(model.encode("This is a wonderful"));
        float[] sent = new float[expected.length];
        ByteBuffer.wrap(answer.body())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(sent);
        assertThat(sent).isEqualTo(expected);
    }

    /** Sixty thousand held the model for half a minute after their client had left. */
    @Test
    void moreCandidatesThanAreBoundedAreRefusedBeforeTheModelIsAsked() throws Exception {
        String candidates = "\"a\",".repeat(59_999) + "\"a\"";
        HttpResponse<String> answer =
                send(post("/api/next", "{\"ids\":[1],\"temperatures\":[1],\"candidates\":[" + candidates + "]}"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).get("error").asText())
                .isEqualTo("the number of candidates is 60000 but must be at most 1000.");
    }

    /** The expression that reads it went as deep as the list is long. */
    @Test
    void aQueryOfManyIdsIsReadWithoutDepth() throws Exception {
        HttpResponse<String> answer = send(request("/api/logits?ids=" + "1,".repeat(20_000) + "1")
                .header("Isotherm-Pings", "1")
                .build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).get("error").asText()).startsWith("The prompt has 20001 tokens");
    }

    @Test
    void bracketsThirtyThousandDeepAreAnAnswer() throws Exception {
        for (String path : new String[] {"/api/next", "/api/complete", "/api/picture"}) {
            HttpResponse<String> answer = send(post(path, "{\"ids\":" + "[".repeat(30_000)));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer.body()).get("error").asText()).startsWith("The request is not JSON");
        }
    }

    @Test
    void aChainIsComputedHere() throws Exception {
        String chain = "temperature=1 > top-k=3";
        JsonNode answer = json(send(post(
                        "/api/next",
                        "{\"ids\":" + ids + ",\"temperatures\":[0.5],\"chain\":\"" + chain
                                + "\",\"top\":5,\"candidates\":[\"day\"]}"))
                .body());
        JsonNode distribution = answer.get("temperatures").get(0);
        var expected = model.next(
                        model.encode("This is a wonderful"),
                        new TemperatureSweep(
                                ProcessorCatalog.standard().parse(chain), List.of(0.5), 5, List.of(model.word("day"))))
                .distributions()
                .get(0);
        assertThat(distribution.get("kept").asInt()).isEqualTo(3);
        assertThat(distribution.get("entropy").asDouble()).isCloseTo(expected.entropy(), within(1e-9));
        JsonNode last = distribution.get("funnel").get(1);
        assertThat(last.get("processor").asText()).isEqualTo("top-k");
        assertThat(last.get("watched").get(0).get("probability").asDouble())
                .isCloseTo(expected.top().get(0).probability(), within(1e-9));
        assertThat(last.get("watched").get(4).get("logit").asText()).isEqualTo("-inf");
        assertThat(distribution.get("candidates").get(0).get("probability").asDouble())
                .isZero();

        byte[] processed = CLIENT.send(
                        post(
                                "/api/processed",
                                "{\"ids\":" + ids + ",\"temperatures\":[0.5],\"chain\":\"" + chain + "\"}"),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(processed).hasSize(2 * 4 * model.vocabularySize());
        ByteBuffer floats = ByteBuffer.wrap(processed).order(ByteOrder.LITTLE_ENDIAN);
        int best = expected.top().get(0).id();
        assertThat((double) floats.getFloat(4 * best))
                .isCloseTo(expected.top().get(0).probability(), within(1e-6));
        assertThat(floats.getFloat(4 * (model.vocabularySize() + 0))).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    /** The ids that were branched into belong to the answer: behind " y" comes what is left of " yes". */
    @Test
    void aConstraintBeginsBeforeTheBranch() throws Exception {
        int[] branched = model.encode(" yes");
        assertThat(branched).hasSize(1);
        String given = ids.replace("]", ", " + branched[0] + "]");
        JsonNode told = json(send(post(
                                "/api/next",
                                "{\"ids\":" + given + ",\"branched\":1,\"temperatures\":[1],\"top\":9,"
                                        + "\"chain\":\"choice=[\\\" yes\\\", \\\" yes!\\\"]\"}"))
                        .body())
                .get("temperatures")
                .get(0);
        int mark = model.encode("!")[0];
        float[] logits = model.logits(java.util.stream.IntStream.concat(
                        java.util.Arrays.stream(model.encode("This is a wonderful")), java.util.Arrays.stream(branched))
                .toArray());
        double all = 0;
        for (float logit : logits) {
            all += Math.exp(logit - logits[mark]);
        }
        double expected = 1 / all;
        for (int end : model.endOfSequence()) {
            expected += Math.exp(logits[end] - logits[mark]) / all;
        }
        assertThat(told.get("allowed").asInt())
                .isEqualTo(1 + model.endOfSequence().size());
        assertThat(told.get("allowed_mass").asDouble()).isCloseTo(expected, within(1e-6 * expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/next    |{\"ids\":[1],\"temperatures\":[1],\"chain\":\"json-schema=@/etc/hostname\"} |400|command line alone",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"chain\":\"gbnf=@/etc/hostname\"} |400|command line alone",
                "/api/next    |{\"ids\":[1],\"temperatures\":[1],\"chain\":\"regex=\\\"(\\\"\"} |400|(",
                "/api/next    |{                                              |400|not JSON",
                "/api/next    |{\"ids\":[1,2],\"temperatures\":[-1]}          |400|-1",
                "/api/next    |{\"ids\":[1,2],\"temperatures\":[1],\"chain\":\"top-p=7\"} |400|top-p",
                "/api/next    |{\"ids\":[1,2],\"temperatures\":[1],\"chain\":\"magic=7\"} |400|magic",
                "/api/logits  |{\"ids\":[]}                                   |400|empty",
                "/api/logits  |{\"ids\":[-5]}                                 |400|-5",
                "/api/prompt  |{\"prompt\":\"\"}                              |400|empty",
                "/api/prompt  |{\"prompt\":\"a ___ b\"}                       |400|blank",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"max_tokens\":100000} |400|512",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"samples\":1000}      |400|256",
                "/api/nothing |{}                                             |404|nothing"
            })
    void whatIsWrongIsSaidInASentence(String path, String body, int status, String sentence) throws Exception {
        HttpResponse<String> answer = send(post(path.strip(), body.strip()));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer.body()).get("error").asText()).contains(sentence).endsWith(".");
    }

    @Test
    void aBodyOfAnotherKindOrTooLongIsRefused() throws Exception {
        HttpRequest plain = request("/api/next")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(send(plain).statusCode()).isEqualTo(415);
        assertThat(send(post("/api/prompt", "{\"prompt\":\"" + "a".repeat(2_000_000) + "\"}"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send(request("/api/next").build()).statusCode()).isEqualTo(405);
    }

    /** Another name for this computer is DNS rebinding; another origin is a foreign page. */
    @ParameterizedTest
    @ValueSource(strings = {"Host: evil.example", "Host: 127.0.0.1:1", "Host: %s\r\nOrigin: https://evil.example"})
    void foreignPagesAreRefused(String headers) throws Exception {
        String own = "127.0.0.1:" + server.port();
        assertThat(raw(String.format("GET /api/model HTTP/1.1\r\n" + headers, own)))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /api/model HTTP/1.1\r\nHost: " + own + "\r\nOrigin: http://" + own))
                .startsWith("HTTP/1.1 200");
    }

    private static String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aTokenIsAskedForWhereOneIsSet() throws Exception {
        try (PlaygroundServer guarded =
                PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, "a-secret-of-24-letters--"))) {
            URI address = URI.create("http://127.0.0.1:" + guarded.port() + "/api/model");
            assertThat(send(HttpRequest.newBuilder(address).build()).statusCode())
                    .isEqualTo(401);
            assertThat(send(HttpRequest.newBuilder(address)
                                    .header("Authorization", "Bearer a-secret-of-24-letters--")
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(guarded.address().toString()).endsWith("/#token=a-secret-of-24-letters--");
        }
    }

    @Test
    void completionsAreStreamedAndEqualThoseOfTheLibrary() throws Exception {
        HttpResponse<String> answer = send(post(
                "/api/complete",
                "{\"ids\":" + ids + ",\"temperatures\":[0.5,1.5],\"samples\":1,\"max_tokens\":8,\"seed\":42}"));
        List<JsonNode> events = answer.body()
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> {
                    try {
                        return json(line);
                    } catch (IOException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
        assertThat(events.get(0).get("seed").asLong()).isEqualTo(42);
        JsonNode done = events.get(events.size() - 1);
        assertThat(done.get("event").asText()).isEqualTo("done");
        var compared = model.compare(
                model.encode("This is a wonderful"),
                new io.github.isotherm.compare.Comparison(
                        io.github.isotherm.sampling.ProcessorChain.EMPTY, List.of(0.5, 1.5), 1, 42, 8, List.of()),
                io.github.isotherm.compare.ComparisonListener.NONE,
                new io.github.isotherm.generate.Cancellation());
        for (int t = 0; t < 2; t++) {
            StringBuilder streamed = new StringBuilder();
            for (JsonNode event : events) {
                if (event.get("event").asText().equals("text")
                        && event.get("temperature").asInt() == t) {
                    streamed.append(event.get("text").asText());
                }
            }
            assertThat(streamed)
                    .hasToString(compared.groups().get(t).samples().get(0).text());
        }
    }

    /** A browser that goes away stops the model; one that stops reading does not stop others. */
    @Test
    void aClientThatLeavesOrHangsStopsNobody() throws Exception {
        String body = "{\"ids\":" + ids + ",\"temperatures\":[1,1.5],\"max_tokens\":512,\"seed\":1}";
        String head = "POST /api/complete HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket half = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket leaving = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            half.getOutputStream().write("POST /api/next HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));
            half.getOutputStream().flush();
            leaving.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            leaving.getOutputStream().flush();
            InputStream in = leaving.getInputStream();
            assertThat(in.readNBytes(4000)).as("it runs").hasSize(4000);
            assertThat(server.isIdle()).isFalse();
            assertThat(send(request("/api/model").build()).statusCode()).isEqualTo(200);
        }
        Patience.until(server::isIdle);
        assertThat(send(post("/api/logits", "{\"ids\":[5,6,7]}")).statusCode()).isEqualTo(200);
    }

    @Test
    void aTakenPortIsNamed() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, server.port(), null)))
                .hasMessageContaining("Port " + server.port())
                .hasMessageContaining("--port");
    }
}
