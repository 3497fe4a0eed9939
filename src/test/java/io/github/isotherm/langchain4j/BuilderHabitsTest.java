package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.output.FinishReason;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** What builders of other providers have, by the same names. */
class BuilderHabitsTest {
    private static final String FIXTURE = "src/test/resources/fixtures/tiny-gqa";

    private final List<String> told = new ArrayList<>();

    private final class Told implements ChatModelListener {
        private final String name;

        Told(String name) {
            this.name = name;
        }

        @Override
        public void onRequest(ChatModelRequestContext context) {
            told.add(name);
        }
    }

    /** Writes down what is logged at INFO. */
    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("info");
                    Object[] values = arguments[1] instanceof Object[] many
                            ? many
                            : Arrays.copyOfRange(arguments, 1, arguments.length);
                    told.add(MessageFormatter.arrayFormat((String) arguments[0], values)
                            .getMessage());
                    return null;
                });
    }

    private static IsothermChatModel chat(String answer, UnaryOperator<IsothermChatModel.Builder> set) {
        return set.apply(IsothermChatModel.builder().model(Models.answering(answer)))
                .build();
    }

    @Test
    void allAtOnce() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering("Good day"))
                .modelName(Models.NAME)
                .seed(42)
                .maxTokens(6)
                .stop("x", "y")
                .listeners(new Told("a"), new Told("b"))
                .logRequests(true)
                .logResponses(true)
                .logger(logger())
                .supportedCapabilities()
                .responseFormat(ResponseFormat.TEXT)
                .build();
        assertThat(chat.chat("Hi")).isEqualTo("Good d");
        assertThat(chat.defaultRequestParameters())
                .isEqualTo(IsothermChatRequestParameters.builder()
                        .modelName(Models.NAME)
                        .seed(42L)
                        .maxOutputTokens(6)
                        .stopSequences("x", "y")
                        .responseFormat(ResponseFormat.TEXT)
                        .build());
        assertThat(chat.supportedCapabilities()).isEmpty();
        assertThat(told).hasSize(4).startsWith("a", "b");
        assertThat(told.get(2))
                .startsWith("Request to scripted: ")
                .contains("seed=42", "maxOutputTokens=6")
                .endsWith(", prompt of 22 tokens:\n[user] Hi\n[assistant] ");
        assertThat(told.get(3)).startsWith("Response: ").contains("Good d", "LENGTH");
    }

    @Test
    void theSameOnAStreamingModel() {
        IsothermStreamingChatModel chat = IsothermStreamingChatModel.builder()
                .model(Models.answering("Good day"))
                .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
                .stop(List.of("d"))
                .build();
        assertThat(chat.supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        assertThat(chat.defaultRequestParameters().stopSequences()).containsExactly("d");
        assertThat(chat("x", builder -> builder).supportedCapabilities())
                .containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Test
    void aStopEndsTheAnswer() {
        assertThat(chat("Good day", builder -> builder.stop("od")).chat("Hi")).isEqualTo("Go");
        assertThat(chat("Good day", builder -> builder.stopSequences("d", "o")).chat("Hi"))
                .isEqualTo("G");
    }

    @Test
    void whatOnlyChatsHaveIsRefusedByLanguageModels() {
        Map<String, UnaryOperator<IsothermLanguageModel.Builder>> chats = Map.of(
                "listeners", builder -> builder.listeners(new Told("one")),
                "supportedCapabilities", builder -> builder.supportedCapabilities(Set.of()),
                "templateVariables", builder -> builder.templateVariables(Map.of("enable_thinking", true)),
                "templateTime", builder -> builder.templateTime(LocalDateTime.of(2024, 7, 26, 0, 0)),
                "enableThinking", builder -> builder.enableThinking(false),
                "schemaInPrompt", builder -> builder.schemaInPrompt(SchemaInPrompt.SHAPE),
                "toolChoice",
                        builder -> builder.defaultRequestParameters(ChatRequestParameters.builder()
                                .toolChoice(ToolChoice.AUTO)
                                .build()));
        chats.forEach((name, setting) -> {
            assertThatThrownBy(
                            () -> setting.apply(IsothermLanguageModel.builder().model(Models.answering("x")))
                                    .build())
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageStartingWith(name + " is set but a language model");
            assertThatThrownBy(() -> IsothermStreamingLanguageModel.builder()
                            .model(Models.answering("x"))
                            .listeners(new Told("one"))
                            .build())
                    .isInstanceOf(UnsupportedFeatureException.class);
        });
    }

    @Test
    void nothingIsLoggedUnlessAsked() {
        chat("x", builder -> builder.logger(logger())).chat("Hi");
        assertThat(told).isEmpty();
        chat("x", builder -> builder.logger(logger()).logRequests(true)).chat("Hi");
        assertThat(told).hasSize(1).first().asString().startsWith("Request");
        IsothermLanguageModel.builder()
                .model(Models.answering("x"))
                .logger(logger())
                .logRequests(true)
                .logResponses(true)
                .build()
                .generate("Hi");
        assertThat(told).hasSize(3);
        assertThat(told.get(1)).endsWith("\nHi");
        assertThat(told.get(2)).startsWith("Response");
    }

    @Test
    void twoNamesForOneThingAreRefusedWhereTheyDiffer() {
        assertThatThrownBy(() -> chat("x", builder -> builder.maxTokens(5).maxOutputTokens(7)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "maxTokens is 5 and maxOutputTokens is 7 but they are one parameter; leave one of them out.");
        assertThatThrownBy(() -> chat("x", builder -> builder.stopSequences("a").stop("b")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("stop is [b] and stopSequences is [a] but they are one parameter; leave one of them out.");
        assertThat(chat("abcde", builder -> builder.maxTokens(2).maxOutputTokens(2))
                        .chat("Hi"))
                .isEqualTo("ab");
    }

    @Test
    void aRequestOverridesTheDefaultUnderEitherName() {
        IsothermChatModel chat = chat("abcde", builder -> builder.maxTokens(2).stop("e"));
        IsothermChatRequestParameters own =
                IsothermChatRequestParameters.builder().maxTokens(4).seed(1).build();
        assertThat(own.maxOutputTokens()).isEqualTo(4);
        assertThat(own.seed()).isEqualTo(1L);
        assertThat(chat.chat(ChatRequest.builder()
                                .messages(UserMessage.from("Hi"))
                                .parameters(own)
                                .build())
                        .aiMessage()
                        .text())
                .isEqualTo("abcd");
        assertThat(chat.chat(ChatRequest.builder()
                                .messages(UserMessage.from("Hi"))
                                .maxOutputTokens(1)
                                .build())
                        .aiMessage()
                        .text())
                .isEqualTo("a");
        IsothermChatRequestParameters stopped =
                IsothermChatRequestParameters.builder().stop("b").build();
        assertThat(IsothermChatRequestParameters.builder().maxTokens(3).build().overrideWith(stopped))
                .isEqualTo(IsothermChatRequestParameters.builder()
                        .maxOutputTokens(3)
                        .stopSequences("b")
                        .build());
    }

    @Test
    void anotherModelsNameIsRefused() {
        assertThatThrownBy(() -> chat("x", builder -> builder.modelName("gpt")))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("this model is \"scripted\"");
    }

    @Test
    void aFormatThatIsAskedForByDefaultCounts() {
        assertThat(chat("x", builder -> builder.responseFormat(ResponseFormat.TEXT))
                        .defaultRequestParameters()
                        .responseFormat())
                .isEqualTo(ResponseFormat.TEXT);
    }

    @Test
    void aPathIsATextToo() {
        try (IsothermLanguageModel model =
                IsothermLanguageModel.builder().modelPath(FIXTURE).build()) {
            assertThat(model).isNotNull();
        }
        assertThatThrownBy(() -> IsothermLanguageModel.builder().modelPath("no/such/folder"))
                .hasMessageContaining("There is no model folder \"no/such/folder\"");
    }

    @Test
    void theEnginesShapeIsRefusedBesideALentModel() {
        assertThatThrownBy(() -> chat("x", builder -> builder.threads(2)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "threads is 2 but the builder was lent an open model, which is as it was opened; leave threads"
                                + " out, or leave model out to have one opened.");
        assertThatThrownBy(() -> chat("x", builder -> builder.sessions(2))).hasMessageContaining("sessions is 2");
        assertThatThrownBy(() -> chat("x", builder -> builder.engineOptions(EngineOptions.defaults())))
                .hasMessageContaining("engineOptions is");
        assertThatThrownBy(() -> chat("x", builder -> builder.modelPath(Path.of("x"))))
                .hasMessageContaining("modelPath is x");
    }

    @Test
    void threadsAndSessionsReachTheEngine() {
        EngineOptions options = IsothermLanguageModel.builder()
                .engineOptions(EngineOptions.defaults().withRows(7).withSpinning(true))
                .threads(2)
                .sessions(3)
                .options();
        assertThat(options)
                .isEqualTo(EngineOptions.defaults().withThreads(2).withRows(3).withSpinning(true));
        assertThatThrownBy(() -> IsothermLanguageModel.builder()
                        .modelPath(FIXTURE)
                        .threads(0)
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("threads is 0");
        assertThatThrownBy(() -> IsothermLanguageModel.builder()
                        .modelPath(FIXTURE)
                        .sessions(0)
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("sessions is 0");
    }

    @Test
    void anAnswerGoesOnUntilTheModelEndsIt() {
        assertThat(chat("y".repeat(300), builder -> builder).chat("Hi")).isEqualTo("y".repeat(300));
    }

    /** 22 tokens of prompt in a context of 200. */
    @Test
    void anAnswerThatTheModelDoesNotEndFillsTheContext() {
        ScriptedModel endless = new ScriptedModel(ByteCodec.SIZE, 200, sequence -> {
            float[] logits = new float[ByteCodec.SIZE];
            logits['z'] = 100;
            return logits;
        });
        try (LocalModel model = Models.over(endless)) {
            var response = IsothermChatModel.builder()
                    .model(model)
                    .build()
                    .chat(ChatRequest.builder().messages(UserMessage.from("Hi")).build());
            assertThat(response.aiMessage().text()).isEqualTo("z".repeat(178));
            assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(IsothermLanguageModel.builder()
                            .model(model)
                            .build()
                            .generate("Hi")
                            .content())
                    .isEqualTo("z".repeat(128));
        }
    }
}
