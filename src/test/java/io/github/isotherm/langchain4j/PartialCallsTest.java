package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.RegexConstraint;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments of calls are told while they are written, where the answer is held to calls. */
@Timeout(Patience.SECONDS)
class PartialCallsTest {
    private static final String BEGINNING = "I look. <tool_call>";

    private static final List<ToolSpecification> TOOLS = List.of(
            ToolSpecification.builder().name("now").build(),
            ToolSpecification.builder()
                    .name("weather")
                    .parameters(JsonObjectSchema.builder()
                            .addStringProperty("city")
                            .addNumberProperty("days")
                            .addBooleanProperty("metric")
                            .required("city")
                            .build())
                    .build());

    private static ChatRequest request(ToolChoice choice) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .toolSpecifications(TOOLS)
                .toolChoice(choice)
                .build();
    }

    /** Says that it looks, begins a call, and then what comes to its mind: what is no call is kept from it. */
    private static LocalModel rambling(MarkedBytes text) {
        int[] said = text.encode("[assistant] " + BEGINNING);
        return Models.over(
                new ScriptedModel(text.size(), 100_000, sequence -> {
                    float[] logits = new float[text.size()];
                    for (int begun = said.length - 1; begun > 11; begun--) {
                        if (endsWith(sequence, said, begun)) {
                            logits[said[begun]] = 100;
                            return logits;
                        }
                    }
                    SplittableRandom random = new SplittableRandom(sequence.hashCode());
                    for (int id = 0; id < logits.length; id++) {
                        logits[id] = (float) (4 * random.nextDouble()) + ("}\" \n".indexOf(id) >= 0 ? 2 : 0);
                    }
                    return logits;
                }),
                text,
                text,
                List.of(text.id("<end>")),
                TemplateToolsTest.TEMPLATE);
    }

    private static boolean endsWith(List<Integer> sequence, int[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (sequence.get(sequence.size() - length + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static IsothermStreamingChatModel streaming(LocalModel model, long seed) {
        return IsothermStreamingChatModel.builder()
                .model(model)
                .seed(seed)
                .temperature(1.0)
                .maxOutputTokens(250)
                .build();
    }

    /** Pieces of a call, then the call, then those of the next; returns how many pieces there were. */
    private static long assertTold(List<ChatModelStreamingEvent> events) {
        List<ToolExecutionRequest> calls = StreamedPartsTest.whole(events).toolExecutionRequests();
        int index = 0;
        StringBuilder arguments = new StringBuilder();
        for (ChatModelStreamingEvent event : events) {
            if (event instanceof PartialToolCall piece) {
                assertThat(piece.index()).isEqualTo(index);
                assertThat(piece.id()).isEqualTo(calls.get(index).id());
                assertThat(piece.name()).isEqualTo(calls.get(index).name());
                arguments.append(piece.partialArguments());
            } else if (event instanceof CompleteToolCall whole) {
                assertThat(whole).isEqualTo(new CompleteToolCall(index, calls.get(index)));
                assertThat(arguments).hasToString(calls.get(index).arguments());
                arguments.setLength(0);
                index++;
            }
        }
        assertThat(index).isEqualTo(calls.size());
        return events.stream().filter(PartialToolCall.class::isInstance).count();
    }

    static List<MarkedBytes> vocabularies() {
        return List.of(MarkedBytes.of("<end>"), MarkedBytes.of("<end>", "<tool_call>", "</tool_call>"));
    }

    /** Markers may be text or special tokens. */
    @ParameterizedTest
    @MethodSource("vocabularies")
    void whateverTheModelWritesPiecesOfArgumentsAreTheCalls(MarkedBytes text) {
        int several = 0;
        long pieces = 0;
        try (LocalModel model = rambling(text)) {
            for (long seed = 0; seed < 12; seed++) {
                IsothermStreamingChatModel chat = streaming(model, seed);
                ChatRequest request = request(seed % 3 == 0 ? ToolChoice.REQUIRED : ToolChoice.AUTO);
                List<ChatModelStreamingEvent> events = StreamedPartsTest.published(chat, request);
                pieces += assertTold(events);
                int calls =
                        StreamedPartsTest.whole(events).toolExecutionRequests().size();
                assertThat(calls).isPositive();
                several += calls > 1 ? 1 : 0;
                List<ChatModelStreamingEvent> handled = StreamedPartsTest.handled(chat, request);
                assertThat(handled.subList(0, handled.size() - 1)).isEqualTo(events.subList(0, events.size() - 1));
            }
        }
        assertThat(several).isPositive();
        assertThat(pieces).isGreaterThan(100);
    }

    private static List<ChatModelStreamingEvent> told(String said, ToolChoice choice) {
        try (LocalModel model = Models.templated(said, TemplateToolsTest.TEMPLATE)) {
            return StreamedPartsTest.handled(streaming(model, 1), request(choice));
        }
    }

    private static PartialToolCall piece(String arguments) {
        return PartialToolCall.builder()
                .index(0)
                .id("call_0")
                .name("now")
                .partialArguments(arguments)
                .build();
    }

    @Test
    void aCallWithoutArgumentsHasPiecesToo() {
        List<ChatModelStreamingEvent> events =
                told("<tool_call>{\"name\": \"now\", \"arguments\": {}}</tool_call>", ToolChoice.AUTO);
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("call_0")
                .name("now")
                .arguments("{}")
                .build();
        assertThat(events.subList(0, events.size() - 1))
                .isEqualTo(List.of(piece("{"), piece("}"), new CompleteToolCall(0, call)));
    }

    @Test
    void textThatSpeaksOfACallHasNoPieces() {
        List<ChatModelStreamingEvent> events =
                told("Write {\"name\": \"now\", \"arguments\": {} like this.", ToolChoice.AUTO);
        assertThat(events).noneMatch(PartialToolCall.class::isInstance);
        assertThat(StreamedPartsTest.whole(events).hasToolExecutionRequests()).isFalse();
    }

    /** It ends the answer in the middle of a call that has begun. */
    @Test
    void nothingIsToldBeforeACallIsWholeWhereAStopSequenceMayCutIt() {
        String call = "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}</tool_call>";
        try (LocalModel model = Models.templated(call, TemplateToolsTest.TEMPLATE)) {
            for (String stop : List.of("Rom", "no such text")) {
                List<ChatModelStreamingEvent> events = StreamedPartsTest.handled(
                        IsothermStreamingChatModel.builder()
                                .model(model)
                                .stopSequences(List.of(stop))
                                .maxOutputTokens(250)
                                .build(),
                        request(ToolChoice.AUTO));
                assertThat(events).noneMatch(PartialToolCall.class::isInstance);
                assertThat(StreamedPartsTest.whole(events).hasToolExecutionRequests())
                        .isEqualTo(!stop.equals("Rom"));
            }
        }
    }

    /** A constraint of one's own stays, so nothing holds the answer to calls. */
    @Test
    void nothingIsToldBeforeACallIsWholeWhereAnotherConstraintHoldsTheAnswer() {
        String call = "<tool_call>{\"name\": \"now\", \"arguments\": {}}</tool_call>";
        try (LocalModel model = Models.templated(call, TemplateToolsTest.TEMPLATE)) {
            List<ChatModelStreamingEvent> events = StreamedPartsTest.handled(
                    IsothermStreamingChatModel.builder()
                            .model(model)
                            .sampling(SamplingSettings.of(new RegexConstraint(".*")))
                            .maxOutputTokens(250)
                            .build(),
                    request(ToolChoice.AUTO));
            assertThat(events).noneMatch(PartialToolCall.class::isInstance);
            assertThat(StreamedPartsTest.whole(events).hasToolExecutionRequests())
                    .isTrue();
        }
    }
}
