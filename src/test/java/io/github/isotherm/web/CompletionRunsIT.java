package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that are stopped by name, and places of a text that are looked into, without a browser. */
class CompletionRunsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

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

    private static HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> sent(String path, String body) throws Exception {
        return CLIENT.send(post(path, body), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }

    private static String prompt() {
        return Arrays.toString(model.encode("This is a wonderful"));
    }

    /** The one who reads hears of every text what came of it, and that it was broken off. */
    @Test
    void aStoppedRunTellsWhatCame() throws Exception {
        HttpResponse<java.io.InputStream> answer = CLIENT.send(
                post(
                        "/api/complete",
                        "{\"ids\":" + prompt() + ",\"temperatures\":[1],\"samples\":2,\"max_tokens\":512,\"seed\":42}"),
                HttpResponse.BodyHandlers.ofInputStream());
        int tokens = 0;
        JsonNode done = null;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String run = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = line.isBlank() ? json("{}") : json(line);
                switch (event.path("event").asText()) {
                    case "start" -> run = event.get("run").asText();
                    case "token" -> {
                        if (++tokens == 20) {
                            assertThat(sent("/api/stop", "{\"run\":\"" + run + "\"}")
                                            .body())
                                    .isEqualTo("{\"stopped\":true}");
                        }
                    }
                    case "done" -> done = event.get("result");
                    default -> {}
                }
            }
        }
        assertThat(tokens).isBetween(20, 1000);
        JsonNode group =
                java.util.Objects.requireNonNull(done).get("temperatures").get(0);
        int kept = 0;
        for (JsonNode completion : group.get("completions")) {
            assertThat(completion.get("finish_reason").asText()).isEqualTo("cancelled");
            kept += completion.get("tokens").size();
        }
        assertThat(kept).isEqualTo(tokens);
        assertThat(group.get("statistics").get("completions").asInt())
                .as("finished")
                .isZero();
        Patience.until(server::isIdle);
    }

    @Test
    void aRunThatIsNotThereIsNotStopped() throws Exception {
        assertThat(sent("/api/stop", "{\"run\":\"none\"}").body()).isEqualTo("{\"stopped\":false}");
    }

    @Test
    void alternativesAreTheModelsOfThatPlace() throws Exception {
        JsonNode answer = json(
                sent("/api/alternatives", "{\"ids\":" + prompt() + ",\"temperatures\":[1,0.5],\"top\":2,\"watch\":[7]}")
                        .body());
        float[] logits = model.logits(model.encode("This is a wonderful"));
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        double all = 0;
        for (float logit : logits) {
            all += Math.exp((logit - logits[best]) / 0.5);
        }
        assertThat(answer.get("temperatures")).hasToString("[1.0,0.5]");
        assertThat(answer.get("tokens")).hasSize(3);
        assertThat(answer.get("tokens").get(0).get("id").asInt()).isEqualTo(best);
        assertThat(answer.get("tokens").get(0).get("probabilities").get(1).asDouble())
                .isCloseTo(1 / all, within(1e-9));
        assertThat(answer.get("tokens").get(2).get("id").asInt()).isEqualTo(7);
    }

    @Test
    void whatIsWrongOfAPlaceIsSaidInASentence() throws Exception {
        for (String[] wrong : new String[][] {
            {"\"watch\":[-1]", "The token id -1 is not one of the model's"},
            {"\"top\":5000", "top is 5000 but must be at most 1000."},
            {"\"temperatures\":[]", "a list of 1 to 256"}
        }) {
            String rest = wrong[0].startsWith("\"temperatures") ? "" : ",\"temperatures\":[1]";
            HttpResponse<String> answer =
                    sent("/api/alternatives", "{\"ids\":" + prompt() + "," + wrong[0] + rest + "}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer.body()).get("error").asText()).contains(wrong[1]);
        }
    }
}
