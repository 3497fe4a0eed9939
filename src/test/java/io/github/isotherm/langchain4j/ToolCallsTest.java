package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.isotherm.LocalModel;
import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.AnswerReader;
import io.github.isotherm.chat.Tool;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.generate.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallsTest {
    private static final String A = "{\"name\":\"a\",\"arguments\":{\"x\":1}}";
    private static final String B = "{\"name\":\"b\",\"arguments\":{\"tag\":\"</tool_call> [TOOL_CALLS]\"}}";

    private static void assertCalls(Answer answer, @Nullable String text, String... names) {
        assertThat(answer.calls()).extracting(ToolCall::name).containsExactly(names);
        assertThat(requests(answer)).extracting(ToolExecutionRequest::id).doesNotHaveDuplicates();
        assertThat(answer.text()).isEqualTo(text == null ? "" : text);
    }

    private static List<ToolExecutionRequest> requests(Answer answer) {
        return IntStream.range(0, answer.calls().size())
                .mapToObj(index -> ToolRequests.of(index, answer.calls().get(index)))
                .toList();
    }

    private static Answer in(String answer) {
        return AnswerReader.read(
                MarkedText.of(answer.replace("$A", A).replace("$B", B)),
                List.of(new Tool("a", "", Map.of()), new Tool("b", "", Map.of())),
                null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "<tool_call>$A</tool_call>; - ; a",
                "<tool_call> $A </tool_call> <tool_call>$B</tool_call>; - ; a b",
                "one <tool_call>$A</tool_call> two <tool_call>$B</tool_call> three; one  two  three; a b",
                "<tool_call>$A; -; a",
                "<tool_call>{no}</tool_call> <tool_call>$A</tool_call>; <tool_call>{no}</tool_call>; a",
                "one [TOOL_CALLS] [$A, $B] two; one  two; a b",
                "[TOOL_CALLS][$A, {\"x\":1}]; {\"x\":1}; a",
                "[TOOL_CALLS]$A[TOOL_CALLS]$B; -; a b",
                "[TOOL_CALLS]a[ARGS]{\"x\":1}[TOOL_CALLS]b[CALL_ID]i9[ARGS]{}; -; a b",
                "[TOOL_CALLS]no call here; [TOOL_CALLS]no call here;",
                "[TOOL_CALLS][]; [TOOL_CALLS][];",
                "$A; -; a",
                "[$A, $B]; -; a b",
                "$A $B; -; a b",
                "$A and more; {\"name\":\"a\",\"arguments\":{\"x\":1}} and more;",
                "{\"name\":\"a\"}; {\"name\":\"a\"};",
                "<tool_call>[$A, $B]</tool_call> two; two; a b",
                "one <tool_call>[$A, {\"x\":1}]</tool_call> two; one {\"x\":1} two; a",
                "<tool_call>$A, two; , two; a",
                "<tool_call>$A {\"x\":1}</tool_call>; {\"x\":1}</tool_call>; a",
                "<tool_call>{\"name\":\"a\"}</tool_call>; -; a",
                "<tool_call>[]</tool_call>; <tool_call>[]</tool_call>;",
                "[TOOL_CALLS][{\"name\":\"a\"},{\"name\":\"b\",\"arguments\":null}]; -; a b"
            })
    void everyCallIsReadAndNoTextAroundIsLost(String answer, @Nullable String text, @Nullable String names) {
        assertCalls(in(answer), text, names == null ? new String[0] : names.split(" "));
    }

    @Test
    void objectsBehindSemicolonsAreCalls() {
        assertCalls(in("$A; $B"), null, "a", "b");
    }

    @Test
    void callsOneAfterTheOtherBehindOneMarkerAreAllRead() {
        assertCalls(in("<tool_call>\n$A\n$B\n</tool_call>"), null, "a", "b");
    }

    @Test
    void behindAMarkerACallWithoutArgumentsHasNone() {
        assertThat(in("<tool_call>{\"name\":\"a\"}</tool_call>").calls().get(0).arguments())
                .isEqualTo("{}");
    }

    @Test
    void anIdOfTheModelsOwnStays() {
        assertThat(in("[TOOL_CALLS]b[CALL_ID]i9[ARGS]{}").calls().get(0).id()).isEqualTo("i9");
        assertThat(in("[TOOL_CALLS][{\"name\":\"a\",\"arguments\":{},\"id\":\"i7\"}]")
                        .calls()
                        .get(0)
                        .id())
                .isEqualTo("i7");
    }

    private static ChatResponse answered(MarkedBytes text, String answer) {
        int[] said = text.encode(answer + "<end>");
        int[] prompts = {0};
        ScriptedModel script = new ScriptedModel(text.size(), 100_000, sequence -> {
            prompts[0] = prompts[0] == 0 ? sequence.size() : prompts[0];
            float[] logits = new float[text.size()];
            logits[said[Math.min(said.length - 1, sequence.size() - prompts[0])]] = 100;
            return logits;
        });
        try (LocalModel model = Models.over(script, text, text, List.of(text.id("<end>")))) {
            return IsothermChatModel.builder()
                    .model(model)
                    .maxOutputTokens(1000)
                    .build()
                    .chat(ChatRequest.builder()
                            .messages(UserMessage.from("Hi"))
                            .toolSpecifications(
                                    ToolSpecification.builder().name("a").build(),
                                    ToolSpecification.builder().name("b").build())
                            .build());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<tool_call>, </tool_call>; one <tool_call>$A</tool_call><tool_call>$B</tool_call> two; one  two",
                "<tool_call>, </tool_call>; one <tool_call>$A<tool_call>$B</tool_call> two; one  two",
                "[TOOL_CALLS], [ARGS]; one [TOOL_CALLS][$A, $B] two; one  two",
                "[TOOL_CALLS], [ARGS]; one [TOOL_CALLS]a[ARGS]{}[TOOL_CALLS]b[ARGS]{} two; one  two"
            })
    void markersThatAreSpecialTokensAreFound(String markers, String answer, String text) {
        String[] names = (markers + ", <end>").split(", ");
        MarkedBytes tokens = MarkedBytes.of(names);
        ChatResponse response = answered(tokens, answer.replace("$A", A).replace("$B", A.replace("\"a\"", "\"b\"")));
        assertThat(response.aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsExactly("a", "b");
        assertThat(response.aiMessage().text()).isEqualTo(text);
    }

    @Test
    void whatIsNoCallComesBackAsPeopleReadIt() {
        ChatResponse response = answered(MarkedBytes.of("<tool_call>", "<end>"), "one <tool_call>{no} two");
        assertThat(response.aiMessage().text()).isEqualTo("one {no} two");
        assertThat(response.aiMessage().toolExecutionRequests()).isEmpty();
    }
}
