package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.web.PlaygroundServer;
import io.github.isotherm.web.WebOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Requests to the page's server that are nearly right: each is answered, by a result or by one sentence in which no Java class
 * is named, and the server goes on. So many as {@code -Disotherm.fuzz.http=5000} says, from {@code -Disotherm.fuzz.seed=1} on.
 */
class HttpFuzzIT {
    private static final int CASES = Integer.getInteger("isotherm.fuzz.http", 200);
    private static final long FIRST = Long.getLong("isotherm.fuzz.seed", 1);
    private static final Duration HANGS = Duration.ofSeconds(Patience.SECONDS / 5);
    private static final Set<Integer> STATUSES = Set.of(200, 400, 404, 405, 409, 413, 415, 503);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String START =
            "{\"ids\":[1348,314,253,8170],\"branched\":1,\"chain\":\"temperature > top-k=5\",";
    private static final List<List<String>> REQUESTS = List.of(
            List.of(
                    "/api/prompt",
                    "{\"prompt\":\"This is a wonderful ___\",\"branch\":[260],\"candidates\":[\"day\",\"place\"],\"raw\":false}"),
            List.of("/api/logits", "{\"ids\":[1348,314,253]}"),
            List.of("/api/processed", START + "\"temperatures\":[0.7]}"),
            List.of("/api/next", START + "\"temperatures\":[0.5,1],\"top\":3,\"watch\":[1],\"candidates\":[\"day\"]}"),
            List.of("/api/alternatives", START + "\"temperatures\":[0.5,1],\"top\":3,\"watch\":[1]}"),
            List.of(
                    "/api/complete",
                    START
                            + "\"prompt\":\"This is\",\"temperatures\":[1,0.5],\"samples\":1,\"max_tokens\":3,\"seed\":42}"),
            List.of("/api/stop", "{\"run\":\"none\"}"));

    @Test
    void everyRequestIsAnsweredByAResultOrASentence() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (LocalModel model = LocalModel.openBundled();
                PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null))) {
            for (long seed = FIRST; seed < FIRST + CASES; seed++) {
                complaints.addAll(answered(server.port(), seed));
            }
            assertThat(send(server.port(), "/api/logits", "{\"ids\":[1]}").statusCode())
                    .isEqualTo(200);
        }
        assertThat(complaints).isEmpty();
    }

    private static List<String> answered(int port, long seed) throws InterruptedException {
        TextMutants mutants = new TextMutants(new Random(seed));
        List<String> request = mutants.one(REQUESTS);
        String body = mutants.of(request.get(1));
        String which = "seed " + seed + ", " + request.get(0) + " " + body.substring(0, Math.min(200, body.length()));
        try {
            HttpResponse<byte[]> answer = send(port, request.get(0), body);
            String said = new String(answer.body(), StandardCharsets.UTF_8);
            return complaint(answer.statusCode(), request.get(0), said)
                    .map(fault -> fault + ": " + which + ": " + said.substring(0, Math.min(300, said.length())))
                    .stream()
                    .toList();
        } catch (IOException e) {
            return List.of("no answer (" + e.getMessage() + "): " + which);
        }
    }

    private static Optional<String> complaint(int status, String path, String said) {
        if (!STATUSES.contains(status)) {
            return Optional.of("status " + status);
        }
        if (status != 200) {
            return sentence(said);
        }
        if (path.equals("/api/complete")) {
            return said.lines()
                    .filter(line -> line.contains("\"event\":\"error\""))
                    .findFirst()
                    .flatMap(HttpFuzzIT::sentence);
        }
        return Optional.empty();
    }

    private static Optional<String> sentence(String said) {
        try {
            JsonNode error = JSON.readTree(said).path("error");
            String text = error.asText();
            boolean isOne =
                    error.isTextual() && text.endsWith(".") && text.lines().count() == 1;
            boolean hasClass = text.contains("Exception") || text.contains("io.github") || text.contains("java.");
            return isOne && !hasClass ? Optional.empty() : Optional.of("no sentence");
        } catch (JsonProcessingException e) {
            return Optional.of("no JSON");
        }
    }

    private static HttpResponse<byte[]> send(int port, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(HANGS)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
