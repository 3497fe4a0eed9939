package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermChatRequestParameters;
import io.github.isotherm.langchain4j.IsothermChatResponseMetadata;
import io.github.isotherm.langchain4j.TokenLogprob;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.web.PlaygroundServer;
import io.github.isotherm.web.WebOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Terminal, page and LangChain4j show one number, to the bit, whichever activations the model was opened with. */
class OneNumberIT {
    private static final String QUESTION = "Name one colour of the rainbow.";

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "FAST"})
    void everySurfaceShowsTheSame(Activations activations) throws Exception {
        try (LocalModel model = LocalModel.open(
                LocalModel.bundledFolder(), EngineOptions.defaults().withActivations(activations))) {
            assertThat(model.activations()).isEqualTo(activations);
            int[] ids = model.encode(
                    model.chatFormat().prompt(List.of(Map.of("role", "user", "content", QUESTION)), List.of()));
            float[] logits = model.logits(ids);
            assertThat(ofTheTerminal(ids, activations)).isEqualTo(logits);
            assertThat(ofThePage(model, ids)).isEqualTo(logits);
            Candidates candidates = new Candidates(logits.length).load(logits);
            double all = candidates.logSumExp();
            TokenLogprob first = ofLangChain4j(model);
            assertThat(first.logprobRaw()).isEqualTo(candidates.logit(first.id()) - all);
            assertThat(first.top()).hasSize(5);
            for (TokenLogprob.Top token : first.top()) {
                assertThat(token.logprobRaw()).isEqualTo(candidates.logit(token.id()) - all);
            }
        }
    }

    private static float[] ofTheTerminal(int[] ids, Activations activations) throws Exception {
        String list = Arrays.toString(ids).replaceAll("[\\[\\] ]", "");
        CommandLineRun run =
                CommandLineRun.of("logits", "--ids", list, "--format", "json", "--activations", activations.label());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode numbers = JsonMapper.builder().build().readTree(run.out()).get("logits");
        float[] logits = new float[numbers.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = numbers.get(i).floatValue();
        }
        return logits;
    }

    private static float[] ofThePage(LocalModel model, int[] ids) throws Exception {
        try (PlaygroundServer server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null))) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/api/logits"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"ids\":" + Arrays.toString(ids) + "}"))
                    .build();
            byte[] body = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            float[] logits = new float[body.length / Float.BYTES];
            ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(logits);
            return logits;
        }
    }

    /** The first token of an answer and the five most probable ones. */
    private static TokenLogprob ofLangChain4j(LocalModel model) {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(model)
                .activations(model.activations())
                .build();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(QUESTION))
                .parameters(IsothermChatRequestParameters.builder()
                        .maxOutputTokens(1)
                        .seed(4L)
                        .topLogprobs(5)
                        .build())
                .build();
        return ((IsothermChatResponseMetadata) chat.chat(request).metadata())
                .logprobs()
                .get(0);
    }
}
