package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.language.LanguageModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the suites do not ask: OpenAI's own parameters, errors by their class, streams that fail or are left. */
@Timeout(Patience.SECONDS)
class LangChainOpenAiIT {
    private static final ChatModelServer SERVER = new ChatModelServer();
    private static final UserMessage STORY = UserMessage.from("Tell me a story.");

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static ChatModel model() {
        return SERVER.model(ChatModelServer.BUNDLED).build();
    }

    private static ChatRequest story(OpenAiChatRequestParameters.Builder parameters) {
        return ChatRequest.builder()
                .messages(STORY)
                .parameters(parameters.build())
                .build();
    }

    @Test
    void answersAsTheLibraryDoes() {
        ChatResponse response = model().chat(story(
                OpenAiChatRequestParameters.builder().temperature(1.2).seed(7).maxOutputTokens(16)));
        try (LocalModel alone = LocalModel.openBundled()) {
            String prompt = alone.chatFormat()
                    .prompt(List.of(Map.of("role", "user", "content", "Tell me a story.")), List.of());
            CompletionOptions options =
                    CompletionOptions.defaults().temperature(1.2).seed(7L).maxTokens(16);
            assertThat(response.aiMessage().text())
                    .isEqualTo(alone.complete(prompt, options).text());
            assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(alone.encode(prompt).length);
            int comma = alone.encode(",")[0];
            assertThat(model().chat(story(OpenAiChatRequestParameters.builder()
                                    .logitBias(Map.of(Integer.toString(comma), 100))
                                    .maxOutputTokens(3)))
                            .aiMessage()
                            .text())
                    .isEqualTo(",,,");
        }
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(((OpenAiChatResponseMetadata) response.metadata()).created()).isPositive();
    }

    /** Isotherm's own fields travel as the client's custom ones. */
    @Test
    void customParametersReachTheSamplers() {
        ChatModel plain = SERVER.plain().modelName(ChatModelServer.BUNDLED).build();
        String greedy = model().chat(story(OpenAiChatRequestParameters.builder().maxOutputTokens(16)))
                .aiMessage()
                .text();
        assertThat(plain.chat(story(OpenAiChatRequestParameters.builder()
                                .maxOutputTokens(16)
                                .customParameters(Map.of("chain", "temperature=1.8 > min-p=1"))))
                        .aiMessage()
                        .text())
                .isEqualTo(greedy);
        assertThatThrownBy(() ->
                        plain.chat(story(OpenAiChatRequestParameters.builder().customParameters(Map.of("min_q", 1)))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("\"param\":\"min_q\"");
    }

    /** What the suite asks of clients themselves, the server says: LangChain4j's class for it is that of a bad request. */
    @Test
    void imagesAreRefusedByName() {
        UserMessage seen = UserMessage.from(
                TextContent.from("What is this?"),
                ImageContent.from(Image.builder()
                        .base64Data("iVBORw0KGgo=")
                        .mimeType("image/png")
                        .build()));
        assertThatThrownBy(() -> model().chat(seen))
                .isExactlyInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the models here read no images")
                .hasMessageContaining("\"param\":\"messages[0].content[1].type\"");
    }

    @Test
    void aModelThatIsNotServedIsNotFound() {
        assertThatThrownBy(() -> SERVER.model("gpt-5").build().chat("Hi"))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("The model gpt-5 does not exist here");
    }

    @Test
    void aCompletionHasItsTextItsUsageAndItsReason() {
        LanguageModel model = OpenAiLanguageModel.builder()
                .baseUrl(SERVER.address())
                .apiKey("none")
                .modelName(ChatModelServer.BUNDLED)
                .temperature(0.0)
                .maxRetries(0)
                .build();
        Response<String> response = model.generate("This is a wonderful");
        assertThat(response.content()).startsWith(" example of how the");
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(4);
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(16);
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    /** The client passes over events that it does not know, an error among them; what it sees is that the answer breaks off. */
    @Test
    void aStreamThatFailsInItsMiddleIsAnError() throws Exception {
        Told told = new Told() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                super.onPartialResponse(piece, context);
                SERVER.seen.countDown();
            }
        };
        SERVER.streaming(ChatModelServer.FAILING_LATE).build().chat("Hi", told);
        assertThat(told.over.handle((answer, error) -> error).get(Patience.SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(LangChain4jException.class)
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(String.join("", told.pieces)).startsWith("x");
    }

    @Test
    void aStreamThatIsLeftFreesTheModel() {
        Told told = new Told() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                super.onPartialResponse(piece, context);
                context.streamingHandle().cancel();
            }
        };
        SERVER.streaming(ChatModelServer.BUNDLED).maxTokens(8000).build().chat("Tell me a long story.", told);
        Patience.until(() -> !told.pieces.isEmpty());
        Patience.until(() -> SERVER.running() == 0);
        assertThat(told.pieces).hasSize(1);
    }

    private static class Told implements StreamingChatResponseHandler {
        final List<String> pieces = java.util.Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<ChatResponse> over = new CompletableFuture<>();

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            pieces.add(piece.text());
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            over.complete(complete);
        }

        @Override
        public void onError(Throwable failure) {
            over.completeExceptionally(failure);
        }
    }
}
