package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.wire.ListenAddress;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bundled model behind the server. */
@Timeout(Patience.SECONDS)
class ServeIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CLIENTS = 16;
    private static final int TOKENS = 16;

    private final CompletableFuture<LocalModel> opened = new CompletableFuture<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private OpenAiServer server;

    @BeforeEach
    void start() {
        ModelSource source = ModelSource.of("bundled", LocalModel.bundledFolder(), () -> {
            LocalModel model = LocalModel.open(
                    LocalModel.bundledFolder(), EngineOptions.defaults().withRows(4));
            opened.complete(model);
            return model;
        });
        server = OpenAiServer.start(
                List.of(source),
                Long.MAX_VALUE,
                ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0)),
                lines::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String prompt(int number) {
        return "Once upon a time " + "there was a cat and ".repeat(number % 5) + "number " + number + " of them";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private CompletableFuture<String> text(int number) {
        String body = JSON.valueToTree(
                        Map.of("prompt", prompt(number), "max_tokens", TOKENS, "temperature", 1, "seed", number))
                .toString();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return json(answer.body()).at("/choices/0/text").asText();
        });
    }

    @Test
    void eachOfSixteenClientsGetsTheTextThatTheLibraryMakesAlone() {
        List<CompletableFuture<String>> together =
                IntStream.range(0, CLIENTS).mapToObj(this::text).toList();
        List<String> texts = together.stream().map(CompletableFuture::join).toList();
        try (LocalModel alone = LocalModel.openBundled()) {
            for (int number = 0; number < CLIENTS; number++) {
                CompletionOptions options = CompletionOptions.defaults()
                        .temperature(1.0)
                        .seed((long) number)
                        .maxTokens(TOKENS);
                assertThat(texts.get(number))
                        .as(prompt(number))
                        .isEqualTo(alone.complete(prompt(number), options).text());
            }
        }
        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void aClientThatLeavesWhileItsPromptIsReadFreesTheModel() throws Exception {
        text(0).join();
        LocalModel model = opened.join();
        String body = JSON.valueToTree(Map.of("prompt", "a wonderful day ".repeat(2000), "max_tokens", 1000))
                .toString();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            Patience.until(() -> !model.isIdle());
        }
        Patience.until(model::isIdle);
        Patience.until(() -> lines.size() == 2);
        assertThat(lines.get(1)).contains(" 499 ", "completion_tokens=0", "first_token_ms=-", "finish=client_left");
        assertThat(text(0).join()).isNotEmpty();
    }
}
