package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every parameter changes the answer, by default and per request; messages reach the model. */
class IsothermChatParametersIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final UserMessage STORY = UserMessage.from("Tell me a story about a lighthouse.");

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static IsothermChatModel.Builder chat() {
        return IsothermChatModel.builder().model(MODEL).maxOutputTokens(16).seed(7L);
    }

    private static String text(IsothermChatModel model, ChatRequestParameters parameters) {
        return model.chat(ChatRequest.builder()
                        .messages(STORY)
                        .parameters(parameters)
                        .build())
                .aiMessage()
                .text();
    }

    private static IsothermChatRequestParameters.Builder request() {
        return IsothermChatRequestParameters.builder();
    }

    @Test
    void temperatureChangesTheAnswerByDefaultAndPerRequest() {
        String cold = text(chat().temperature(0.0).build(), request().build());
        String hot = text(chat().temperature(1.8).topP(1.0).build(), request().build());
        assertThat(hot).isNotEqualTo(cold);
        assertThat(text(
                        chat().temperature(0.0).build(),
                        request().temperature(1.8).topP(1.0).build()))
                .isEqualTo(hot);
        assertThat(text(
                        chat().temperature(1.8).topP(1.0).build(),
                        request().temperature(0.0).build()))
                .isEqualTo(cold);
    }

    @Test
    void topKOfOneIsGreedyByDefaultAndPerRequest() {
        String greedy = text(chat().temperature(0.0).build(), request().build());
        assertThat(text(chat().temperature(1.8).topK(1).build(), request().build()))
                .isEqualTo(greedy);
        assertThat(text(chat().temperature(1.8).build(), request().topK(1).build()))
                .isEqualTo(greedy);
    }

    @Test
    void topPOfZeroIsGreedyByDefaultAndPerRequest() {
        String greedy = text(chat().temperature(0.0).build(), request().build());
        assertThat(text(chat().temperature(1.8).topP(0.0).build(), request().build()))
                .isEqualTo(greedy);
        assertThat(text(chat().temperature(1.8).build(), request().topP(0.0).build()))
                .isEqualTo(greedy);
    }

    @Test
    void seedDecidesTheAnswerByDefaultAndPerRequest() {
        IsothermChatModel hot = chat().temperature(1.8).topP(1.0).build();
        String seven = text(hot, request().build());
        assertThat(text(hot, request().seed(7L).build())).isEqualTo(seven);
        assertThat(text(hot, request().seed(8L).build())).isNotEqualTo(seven);
        assertThat(text(
                        chat().temperature(1.8).topP(1.0).seed(8L).build(),
                        request().seed(7L).build()))
                .isEqualTo(seven);
    }

    @Test
    void stopSequencesEndTheAnswerByDefaultAndPerRequest() {
        IsothermChatModel greedy = chat().temperature(0.0).build();
        String whole = text(greedy, request().build());
        String stop = whole.substring(10, 13);
        String cut = whole.substring(0, whole.indexOf(stop));
        assertThat(text(greedy, request().stopSequences(List.of(stop)).build())).isEqualTo(cut);
        assertThat(text(
                        chat().temperature(0.0).stopSequences(List.of(stop)).build(),
                        request().build()))
                .isEqualTo(cut);
    }

    @Test
    void maxOutputTokensLimitsTheAnswerPerRequest() {
        ChatResponse response = chat().build()
                .chat(ChatRequest.builder()
                        .messages(STORY)
                        .parameters(request().maxOutputTokens(3).build())
                        .build());
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(3);
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.modelName()).isEqualTo("smollm2-135m-instruct");
    }

    /** Same seed, same text: through LangChain4j and in the library. */
    @Test
    void answersAsTheLibraryDoes() {
        List<ChatMessage> messages = List.of(SystemMessage.from("Be brief."), STORY);
        ChatResponse response = chat().temperature(1.2)
                .build()
                .chat(ChatRequest.builder().messages(messages).build());
        String prompt = "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n" + STORY.singleText()
                + "<|im_end|>\n<|im_start|>assistant\n";
        assertThat(response.aiMessage().text())
                .isEqualTo(MODEL.complete(
                                prompt,
                                CompletionOptions.defaults()
                                        .temperature(1.2)
                                        .seed(7L)
                                        .maxTokens(16))
                        .text());
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(MODEL.encode(prompt).length);
    }

    @Test
    void rememberTheConversation() {
        ChatResponse response = chat().temperature(0.0)
                .maxOutputTokens(8)
                .build()
                .chat(
                        UserMessage.from("My name is Klaus"),
                        AiMessage.from("Hi Klaus"),
                        UserMessage.from("What is my name?"));
        assertThat(response.aiMessage().text()).contains("Klaus");
    }

    @Test
    void theSystemMessageReachesTheModel() {
        IsothermChatModel greedy = chat().temperature(0.0).build();
        String plain = greedy.chat(STORY).aiMessage().text();
        String german = greedy.chat(SystemMessage.from("Answer in German."), STORY)
                .aiMessage()
                .text();
        assertThat(german).isNotEqualTo(plain);
    }

    @Test
    void whatIsNotHonouredIsRefusedByName() {
        IsothermChatModel model = chat().build();
        assertThatThrownBy(() -> text(model, request().modelName("gpt-4").build()))
                .isExactlyInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("modelName \"gpt-4\" is not supported");
        assertThatThrownBy(() -> chat().defaultRequestParameters(
                                request().modelName("gpt-4").build())
                        .build())
                .isExactlyInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void badValuesAreRefusedWhenTheModelIsBuilt() {
        assertThatThrownBy(() -> chat().temperature(-1.0).build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature is -1");
        assertThatThrownBy(() -> chat().topP(1.5).build()).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> chat().maxOutputTokens(0).build()).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void parametersKeepTheSeedInBothDirectionsOfAMerge() {
        ChatRequestParameters plain =
                ChatRequestParameters.builder().temperature(0.5).build();
        IsothermChatRequestParameters seeded = request().seed(5L).topK(3).build();
        assertThat(((IsothermChatRequestParameters) plain.overrideWith(seeded)).seed())
                .isEqualTo(5L);
        assertThat(seeded.overrideWith(plain).seed()).isEqualTo(5L);
        assertThat(seeded.overrideWith(plain).temperature()).isEqualTo(0.5);
        assertThat(seeded.defaultedBy(request().seed(6L).build()).seed()).isEqualTo(5L);
        assertThat(seeded)
                .isEqualTo(request().seed(5L).topK(3).build())
                .isNotEqualTo(request().topK(3).build());
    }

    /** One request through every door: blocking, asynchronous, handler. */
    @Test
    void allDoorsGiveTheSameAnswerAndMetadata() {
        ChatRequest request = ChatRequest.builder()
                .messages(STORY)
                .parameters(request().temperature(1.1).topLogprobs(2).build())
                .build();
        ChatResponse blocking = chat().build().chat(request);
        ChatResponse later = chat().build().chatAsync(request).join();
        CompletableFuture<ChatResponse> streamed = new CompletableFuture<>();
        IsothermStreamingChatModel.builder()
                .model(MODEL)
                .maxOutputTokens(16)
                .seed(7L)
                .build()
                .chat(request, new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse complete) {
                        streamed.complete(complete);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        streamed.completeExceptionally(failure);
                    }
                });
        IsothermChatResponseMetadata metadata = (IsothermChatResponseMetadata) blocking.metadata();
        assertThat(metadata.seed()).isEqualTo(7);
        assertThat(metadata.chain()).isEqualTo("temperature=1.1 > top-p=0.9");
        assertThat(metadata.timeToFirstToken()).isPositive();
        assertThat(metadata.tokensPerSecond()).isPositive();
        assertThat(metadata.drafts().fed())
                .isGreaterThanOrEqualTo(metadata.drafts().taken());
        assertThat(metadata.toBuilder().build()).isEqualTo(metadata);
        assertThat(metadata.logprobs()).hasSize(blocking.tokenUsage().outputTokenCount());
        assertThat(metadata.logprobs().get(0).top()).hasSize(2);
        for (ChatResponse other : List.of(later, streamed.join())) {
            IsothermChatResponseMetadata same = (IsothermChatResponseMetadata) other.metadata();
            assertThat(other.aiMessage()).isEqualTo(blocking.aiMessage());
            assertThat(other.tokenUsage()).isEqualTo(blocking.tokenUsage());
            assertThat(other.finishReason()).isEqualTo(blocking.finishReason());
            assertThat(same.seed()).isEqualTo(metadata.seed());
            assertThat(same.chain()).isEqualTo(metadata.chain());
            assertThat(same.logprobs()).isEqualTo(metadata.logprobs());
        }
    }

    /** The bundled model's markers are one token each where they are markup, and many where they are content. */
    @Test
    void contentBecomesMarkupOnlyWhereThatIsAllowed() {
        String spelled = "hi<|im_end|>";
        int[] tokens = new int[2];
        for (int allowed = 0; allowed < 2; allowed++) {
            tokens[allowed] = chat().allowSpecialInContent(allowed == 1)
                    .maxOutputTokens(1)
                    .build()
                    .chat(UserMessage.from(spelled))
                    .tokenUsage()
                    .inputTokenCount();
        }
        assertThat(tokens[0]).isGreaterThan(tokens[1] + 2);
    }

    @Test
    void everyOtherSamplingParameterChangesTheAnswer() {
        IsothermChatModel hot = chat().temperature(1.8).topP(1.0).build();
        String plain = text(hot, request().build());
        String greedy = text(chat().temperature(0.0).build(), request().build());
        assertThat(text(hot, request().minP(1.0).build())).isEqualTo(greedy);
        assertThat(text(hot, request().typicalP(0.1).build())).isNotEqualTo(plain);
        assertThat(text(hot, request().repetitionPenalty(5.0).build())).isNotEqualTo(plain);
        assertThat(text(hot, request().frequencyPenalty(50.0).build())).isNotEqualTo(plain);
        assertThat(text(hot, request().presencePenalty(50.0).build())).isNotEqualTo(plain);
        int comma = MODEL.encode(",")[0];
        assertThat(text(
                        hot,
                        request()
                                .logitBias(Map.of(comma, 1000.0))
                                .maxOutputTokens(3)
                                .build()))
                .isEqualTo(",,,");
    }
}
