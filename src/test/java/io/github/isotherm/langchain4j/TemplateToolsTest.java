package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.isotherm.LocalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Models whose template has a place for tools and writes calls: their answers are held to its way of writing them. */
class TemplateToolsTest {
    static final String TEMPLATE = Models.showingCalls("[assistant] ");

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .parameters(JsonObjectSchema.builder()
                    .addEnumProperty("city", List.of("Rome", "Oslo"))
                    .required("city")
                    .build())
            .build();

    private static ChatRequest.Builder request() {
        return ChatRequest.builder().messages(UserMessage.from("Hi")).toolSpecifications(WEATHER);
    }

    private static ChatResponse answered(String said, ChatRequest request) {
        return answered(said, request, TEMPLATE);
    }

    private static ChatResponse answered(String said, ChatRequest request, String template) {
        try (LocalModel model = Models.templated(said, template)) {
            return IsothermChatModel.builder()
                    .model(model)
                    .maxOutputTokens(300)
                    .build()
                    .chat(request);
        }
    }

    private static void assertCallsWeather(ChatResponse response) {
        assertThat(response.aiMessage().text()).isNull();
        assertThat(response.aiMessage().toolExecutionRequests()).isNotEmpty().allSatisfy(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call.arguments()).containsPattern("\"city\":\\s*\"(Rome|Oslo)\"");
        });
    }

    @Test
    void aRequiredCallIsMadeWhateverTheModelSays() {
        assertCallsWeather(
                answered("Hello", request().toolChoice(ToolChoice.REQUIRED).build()));
    }

    @Test
    void aRequiredCallComesBehindThinkingThatThePromptBeganAndThatIsEnded() {
        assertCallsWeather(answered(
                "Hello",
                request().toolChoice(ToolChoice.REQUIRED).build(),
                Models.showingCalls("[assistant] <think>")));
    }

    @Test
    void anAnswerMayBeTextAndACallInItFits() {
        assertThat(answered("Hello", request().build()).aiMessage().text()).isEqualTo("Hello");
        ChatResponse called = answered(
                "I look. <tool_call>{\"name\": \"weather\", \"arguments\": {\"town\": 7}}</tool_call>",
                request().build());
        assertThat(called.aiMessage().text()).isEqualTo("I look.");
        assertThat(called.aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .contains("weather");
    }

    @Test
    void besideAResponseFormatAnAnswerIsItsJsonOrACall() {
        ResponseFormat format = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("sum")
                        .rootElement(JsonObjectSchema.builder()
                                .addIntegerProperty("sum")
                                .required("sum")
                                .build())
                        .build())
                .build();
        ChatRequest either = request().responseFormat(format).build();
        assertThat(answered("{\"sum\": 7}", either).aiMessage().text()).isEqualTo("{\"sum\": 7}");
        assertCallsWeather(answered(
                "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}</tool_call>", either));
        assertCallsWeather(answered(
                "{\"sum\": 7}",
                request().responseFormat(format).toolChoice(ToolChoice.REQUIRED).build()));
    }

    @Test
    void textStreamsWhileToolsAreOffered() {
        List<String> pieces = new ArrayList<>();
        CompletableFuture<ChatResponse> done = new CompletableFuture<>();
        try (LocalModel model = Models.templated("Hello there.", TEMPLATE)) {
            IsothermStreamingChatModel.builder()
                    .model(model)
                    .maxOutputTokens(300)
                    .build()
                    .chat(request().build(), new StreamingChatResponseHandler() {
                        @Override
                        public void onPartialResponse(String piece) {
                            pieces.add(piece);
                        }

                        @Override
                        public void onCompleteResponse(ChatResponse response) {
                            done.complete(response);
                        }

                        @Override
                        public void onError(Throwable error) {
                            done.completeExceptionally(error);
                        }
                    });
            assertThat(done.join().aiMessage().text()).isEqualTo("Hello there.");
        }
        assertThat(pieces).hasSizeGreaterThan(5);
        assertThat(String.join("", pieces)).isEqualTo("Hello there.");
    }
}
