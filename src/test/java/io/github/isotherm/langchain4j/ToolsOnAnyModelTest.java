package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ByteVocabulary;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools for a model whose chat template has no place for them. */
class ToolsOnAnyModelTest {
    private static final String TEMPLATE =
            "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}[assistant] ";
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("What it will be like")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .addIntegerProperty("days")
                    .required("city")
                    .build())
            .build();
    private static final ToolSpecification MAIL =
            ToolSpecification.builder().name("mail").build();

    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    /** Finds a message likely as an example of what it is told to favour, and else all bytes as likely as each other. */
    private LocalModel favouring(String use) {
        return favouring(use, TEMPLATE);
    }

    private LocalModel favouring(String use, String template) {
        ByteCodec codec = new ByteCodec();
        return Models.over(
                new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
                    String text =
                            codec.decode(sequence.stream().mapToInt(id -> id).toArray());
                    read.add(text);
                    float[] logits = new float[ByteCodec.SIZE];
                    if (text.startsWith("This is an example of " + use) && text.endsWith("\n")) {
                        logits['R'] = 20;
                    }
                    return logits;
                }),
                codec,
                template);
    }

    private static ChatResponse response(
            LocalModel model, IsothermChatRequestParameters.Builder parameters, ChatMessage... messages) {
        return IsothermChatModel.builder()
                .model(model)
                .build()
                .chat(ChatRequest.builder()
                        .messages(messages)
                        .parameters(parameters.build())
                        .build());
    }

    private static IsothermChatRequestParameters.Builder offering(ToolSpecification... tools) {
        return IsothermChatRequestParameters.builder()
                .toolSpecifications(tools)
                .maxOutputTokens(300)
                .seed(7L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aRequiredCallIsOneOfTheToolWithFittingArguments(long seed) {
        ChatResponse response = response(
                favouring("nothing"),
                offering(WEATHER).toolChoice(ToolChoice.REQUIRED).seed(seed),
                UserMessage.from("Rain?"));
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(response.aiMessage().toolExecutionRequests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.name()).isEqualTo("weather");
            assertThat(new JsonText(request.arguments()).value())
                    .isInstanceOfSatisfying(
                            Map.class, given -> assertThat(given.get("city")).isInstanceOf(String.class));
        });
    }

    @Test
    void theToolIsCalledThatTheMessageIsLikelyAnExampleOf() {
        ChatResponse response = response(favouring("mail"), offering(WEATHER, MAIL), UserMessage.from("Rain?"));
        assertThat(response.aiMessage().toolExecutionRequests().get(0).name()).isEqualTo("mail");
        assertThat(read)
                .anyMatch(text -> text.contains("weather(city: string, days?: integer): What it will be like\nmail()"));
        assertThat(read)
                .anyMatch(text ->
                        text.contains("[user] Call mail.\n[assistant] {\"name\": \"mail\", \"arguments\": {}}"));
    }

    @Test
    void whereNoToolIsLikelyTheAnswerIsTextAndNoToolIsTold() {
        ChatResponse response = response(favouring("something else"), offering(WEATHER), UserMessage.from("Rain?"));
        assertThat(response.aiMessage().hasToolExecutionRequests()).isFalse();
        assertThat(response.finishReason()).isNotEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(read).noneMatch(text -> text.contains("Call weather"));
    }

    /** Gemma's refuses system messages; others leave them out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
                        + "[{{ m.role }}] {{ m.content }}\n{% endfor %}[assistant] ",
                "{% for m in messages %}{% if m.role != 'system' %}[{{ m.role }}] {{ m.content }}\n{% endif %}{% endfor %}[assistant] "
            })
    void whereATemplateHasNoSystemMessageTheUserTellsTheTools(String template) {
        ChatResponse response = response(
                favouring("nothing", template),
                offering(WEATHER).toolChoice(ToolChoice.REQUIRED),
                UserMessage.from("Rain?"));
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(read).anyMatch(text -> text.startsWith("[user] You are a function caller."));
    }

    @Test
    void noneOffersNothing() {
        response(favouring("weather"), offering(WEATHER).toolChoice(ToolChoice.NONE), UserMessage.from("Rain?"));
        assertThat(read).noneMatch(text -> text.contains("weather"));
    }

    @Test
    void aRequiredCallWithoutToolsIsRefused() {
        assertThatThrownBy(() -> response(
                        favouring("weather"),
                        IsothermChatRequestParameters.builder().toolChoice(ToolChoice.REQUIRED),
                        UserMessage.from("Rain?")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("The toolChoice is REQUIRED but there are no tools");
    }

    @Test
    void aResultStandsBehindTheRequestAndTheAnswerIsFree() {
        ChatResponse response = response(
                favouring("weather"),
                offering(WEATHER).maxOutputTokens(5),
                UserMessage.from("Rain in Rome?"),
                AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("weather")
                        .arguments("{\"city\": \"Rome\"}")
                        .build()),
                ToolExecutionResultMessage.from("1", "weather", "none"));
        assertThat(response.aiMessage().hasToolExecutionRequests()).isFalse();
        assertThat(read)
                .anyMatch(text -> text.endsWith(
                        "[user] Rain in Rome?\n\nThe result of weather({\"city\":\"Rome\"}) is none.\n[assistant] "));
    }

    @Test
    void aResponseFormatHoldsWhatIsNoCall() {
        IsothermChatRequestParameters.Builder asked =
                offering(WEATHER).responseFormat(ResponseFormat.JSON).maxOutputTokens(60);
        assertThat(new JsonText(response(favouring("something else"), asked, UserMessage.from("Rain?"))
                                .aiMessage()
                                .text())
                        .value())
                .isInstanceOf(Map.class);
        assertThat(response(
                                favouring("weather"),
                                offering(WEATHER).responseFormat(ResponseFormat.JSON),
                                UserMessage.from("Rain?"))
                        .finishReason())
                .isEqualTo(FinishReason.TOOL_EXECUTION);
    }

    /** Takes longer than a request may for the first of the tools. */
    @Test
    void theTimeoutEndsTheChoiceOfATool() {
        AtomicBoolean isSlow = new AtomicBoolean(true);
        ScriptedModel slow = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            if (isSlow.getAndSet(false)) {
                LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            }
            return new float[ByteCodec.SIZE];
        });
        try (LocalModel model = Models.templatedOver(slow, TEMPLATE)) {
            IsothermChatModel chat = IsothermChatModel.builder()
                    .model(model)
                    .timeout(Duration.ofMillis(100))
                    .build();
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Will it rain?"))
                    .toolSpecifications(WEATHER, MAIL)
                    .build();
            assertThatThrownBy(() -> chat.chat(request))
                    .isExactlyInstanceOf(TimeoutException.class)
                    .hasMessage(
                            "The request waited and was prepared for longer than the timeout of 100 ms; allow more time or"
                                    + " send less.");
            assertThat(slow.runs).hasSizeLessThan(3);
            slow.runs.clear();
            chat.chat(request.toBuilder()
                    .parameters(IsothermChatRequestParameters.builder()
                            .toolSpecifications(WEATHER, MAIL)
                            .maxOutputTokens(1)
                            .timeout(Duration.ofMinutes(1))
                            .build())
                    .build());
            assertThat(slow.runs).as("what choosing takes").hasSizeGreaterThan(5);
        }
    }

    /** Whether the second turn of a chat with four tools of long descriptions reads the first again, where so many sequences are kept. */
    private static boolean readsTheFirstTurnAgain(int kept) {
        ByteCodec codec = new ByteCodec();
        ScriptedModel plain = new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> new float[ByteCodec.SIZE]);
        ModelParts parts = new ModelParts(
                "plain",
                plain,
                codec,
                new ByteVocabulary(),
                SamplingSettings.NONE,
                List.of(0),
                ChatFormat.of(TEMPLATE, Map.of()));
        try (LocalModel model = LocalModel.of(parts, SchedulerOptions.defaults().withKept(kept))) {
            IsothermChatModel chat =
                    IsothermChatModel.builder().model(model).maxOutputTokens(1).build();
            List<ToolSpecification> tools = Stream.of("a", "b", "c", "d")
                    .map(name -> ToolSpecification.builder()
                            .name(name)
                            .description(name.repeat(60))
                            .build())
                    .toList();
            ChatRequest.Builder request = ChatRequest.builder().toolSpecifications(tools);
            chat.chat(request.messages(UserMessage.from("Will it rain?")).build());
            plain.fed.clear();
            chat.chat(request.messages(
                            UserMessage.from("Will it rain?"), AiMessage.from("No."), UserMessage.from("And now?"))
                    .build());
            return plain.fed.stream().anyMatch(ids -> codec.decode(ids).startsWith("[user] "));
        }
    }

    @Test
    void aToolThatIsScoredMayBeOneOfTheSequencesThatAreKept() {
        assertThat(readsTheFirstTurnAgain(4)).isTrue();
        assertThat(readsTheFirstTurnAgain(12)).isFalse();
    }
}
