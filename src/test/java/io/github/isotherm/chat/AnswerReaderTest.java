package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.MarkedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final List<Tool> TOOLS = CallSamples.TOOLS;
    private static final String CITY = "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Tokyo\"}}";

    /** What a listener was told. */
    private static final class Told implements AnswerListener {
        final List<String> texts = new ArrayList<>();
        final List<String> thoughts = new ArrayList<>();
        final List<ToolCall> calls = new ArrayList<>();

        @Override
        public void onText(String piece) {
            assertThat(piece).isNotEmpty();
            texts.add(piece);
        }

        @Override
        public void onThinking(String piece) {
            assertThat(piece).isNotEmpty();
            thoughts.add(piece);
        }

        @Override
        public void onCall(int index, ToolCall call) {
            assertThat(index).isEqualTo(calls.size());
            calls.add(call);
        }
    }

    static List<CallSamples.Sample> samples() {
        return CallSamples.all();
    }

    private static Answer read(String answer) {
        return AnswerReader.read(MarkedText.of(answer), TOOLS, null);
    }

    /** A minute a hundred thousand characters, where a model did not end. */
    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "x ", "\n"})
    @Timeout(60)
    void anAnswerOfAMillionCharactersIsReadInTimeThatGrowsWithIt(String repeated) {
        String answer = repeated.repeat(1_000_000 / repeated.length());
        assertThat(AnswerReader.read(MarkedText.of(answer), List.of(), null).text())
                .isEqualTo(answer);
    }

    private static List<String> shown(List<ToolCall> calls) {
        return calls.stream().map(call -> call.name() + " " + call.arguments()).toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsTheFormat(CallSamples.Sample sample) {
        Answer answer = read(sample.answer());
        assertThat(shown(answer.calls())).isEqualTo(sample.calls());
        assertThat(answer.text()).isEqualTo(sample.text());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withoutToolsCallsAreText(CallSamples.Sample sample) {
        assertThat(AnswerReader.read(MarkedText.of(sample.answer()), List.of(), null)
                        .calls())
                .isEmpty();
    }

    /** Pieces in which special tokens are as whole as models make them. */
    private static List<MarkedText> cut(MarkedText answer, SplittableRandom random) {
        List<MarkedText> pieces = new ArrayList<>();
        int at = 0;
        while (at < answer.whole().length()) {
            int start = at;
            Optional<MarkedText.Mark> mark =
                    answer.marks().stream().filter(one -> one.start() == start).findFirst();
            int next = answer.marks().stream()
                    .mapToInt(MarkedText.Mark::start)
                    .filter(place -> place > start)
                    .min()
                    .orElse(answer.whole().length());
            int end = mark.map(MarkedText.Mark::end).orElse(Math.min(next, at + 1 + random.nextInt(9)));
            String text = answer.whole().substring(at, end);
            pieces.add(
                    mark.isPresent()
                            ? new MarkedText(text, List.of(new MarkedText.Mark(0, text.length())))
                            : MarkedText.of(text));
            at = end;
        }
        return pieces;
    }

    private static void assertSameInPieces(
            MarkedText answer, List<Tool> tools, @Nullable ThinkingMarks opened, List<MarkedText> pieces) {
        Told told = new Told();
        AnswerReader reader = new AnswerReader(tools, opened, told);
        pieces.forEach(reader::add);
        Answer inPieces = reader.end();
        assertThat(inPieces).isEqualTo(AnswerReader.read(answer, tools, opened));
        assertThat(String.join("", told.texts)).isEqualTo(inPieces.text());
        String thought = String.join("", told.thoughts);
        assertThat(thought.isEmpty() ? null : thought).isEqualTo(inPieces.thinking());
        assertThat(told.calls).isEqualTo(inPieces.calls());
    }

    /** The same text with the names that stand for tokens in some models marked as those. */
    private static MarkedText marked(String answer) {
        List<MarkedText.Mark> marks = java.util.regex.Pattern.compile(
                        "<[|｜][^<>]*[|｜]>|\\[[A-Z_]+]|</?tool_call>|</?think>|<escape>|<(start|end)_function_call>")
                .matcher(answer)
                .results()
                .map(found -> new MarkedText.Mark(found.start(), found.end()))
                .toList();
        return new MarkedText(answer, marks);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsTheSameWithMarkersThatAreSpecialTokens(CallSamples.Sample sample) {
        Answer answer = AnswerReader.read(marked(sample.answer()), TOOLS, null);
        assertThat(shown(answer.calls())).isEqualTo(sample.calls());
        assertThat(answer.text()).isEqualTo(sample.text());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void cuttingNeverChangesWhatIsRead(CallSamples.Sample sample) {
        SplittableRandom random = new SplittableRandom(sample.name().hashCode());
        for (int round = 0; round < 8; round++) {
            String answer = sample.answer()
                            .substring(0, random.nextInt(sample.answer().length() + 1))
                    + (random.nextInt(3) == 0
                            ? sample.answer()
                                    .substring(random.nextInt(sample.answer().length()))
                            : "");
            MarkedText text = random.nextInt(2) == 0 ? MarkedText.of(answer) : marked(answer);
            List<Tool> tools = random.nextInt(4) == 0 ? List.of() : TOOLS;
            assertSameInPieces(text, tools, null, cut(text, random));
        }
    }

    @Test
    void cuttingNeverChangesWhatIsReadOfMixtures() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> parts = new ArrayList<>(List.of(
                "text",
                " ",
                "\n",
                "{",
                "[",
                "}",
                "]",
                "```json\n",
                "```",
                "<think>",
                "</think>",
                "[THINK]",
                "[/THINK]",
                ",",
                "<tool_call>",
                "</tool_call>",
                "[TOOL_CALLS]",
                "get_weather",
                "(city='x')",
                "{\"name\"",
                "<",
                "f",
                "é😀"));
        samples().forEach(sample -> parts.add(sample.answer()));
        for (int round = 0; round < 400; round++) {
            StringBuilder answer = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                answer.append(parts.get(random.nextInt(parts.size())));
            }
            MarkedText text = random.nextInt(2) == 0 ? MarkedText.of(answer.toString()) : marked(answer.toString());
            ThinkingMarks opened =
                    random.nextInt(4) == 0 ? ThinkingMarks.opened("<think>\n").orElseThrow() : null;
            assertSameInPieces(text, TOOLS, opened, cut(text, random));
        }
    }

    /** Of an answer that is cut off nothing is lost, and nothing is made up: the first calls, and the text around them. */
    @ParameterizedTest
    @MethodSource("samples")
    void whatIsCutOffComesBackWhole(CallSamples.Sample sample) {
        boolean thinks = read(sample.answer()).thinking() != null;
        for (int length = 0; length < sample.answer().length(); length++) {
            String cut = sample.answer().substring(0, length);
            Answer answer = read(cut);
            assertThat(shown(answer.calls()))
                    .isEqualTo(sample.calls().subList(0, answer.calls().size()));
            if (answer.calls().isEmpty() && !thinks) {
                assertThat(answer.text()).isEqualTo(cut);
            } else {
                assertThat(isAround(answer.text().stripTrailing(), cut.stripTrailing()))
                        .as(answer.text() + " of " + cut)
                        .isTrue();
            }
        }
    }

    /** Whether a text is the beginning and the end of another. */
    private static boolean isAround(String text, String whole) {
        for (int at = 0; at <= text.length(); at++) {
            if (whole.startsWith(text.substring(0, at)) && whole.endsWith(text.substring(at))) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void callsOfToolsThatWereNotOfferedStayText(CallSamples.Sample sample) {
        List<Tool> others = List.of(new Tool("other", "", Map.of()));
        Answer answer = AnswerReader.read(MarkedText.of(sample.answer()), others, null);
        assertThat(answer.calls()).isEmpty();
        if (answer.thinking() == null) {
            assertThat(answer.text()).isEqualTo(sample.answer());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "The marker [TOOL_CALLS] [see below]",
                "The marker <tool_call> begins a call.",
                "Use functools and [1, 2] or {\"x\": 1}.",
                "[get_weather is a tool]",
                "[get_weather(city=)]",
                "[get_weather(\"Tokyo\")]",
                "<tool_call>get_weather is a tool</tool_call>",
                "<function=get_weather>\\n<parameter=city>\\nTokyo\\n</function>",
                "```python\\nprint(1)\\n```",
                "```json\\n{\"city\": \"Tokyo\"}\\n```",
                "<|tool_call|> [{\"name\": \"func\", \"arguments\": {",
                "[{\"name\": \"get_weather\", \"arguments\": \"not an object\"}]",
                "{\"name\": \"get_weather\", \"parameters\": {invalid json}}",
                "{\"parameters\": {}}",
                "{\"tool_calls\": []}",
                "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Tokyo\"}} is how one calls it.",
                "{\"example\": {\"name\": \"get_weather\", \"arguments\": {}}",
                "<start_function_call>call:get_weather{city:<escape>Tokyo",
                "<｜tool▁calls▁begin｜>function<｜tool▁sep｜>get_weather {\"city\": \"Tokyo\"}",
                "to=functions.get_weather"
            })
    void whatIsNoCallComesBackWhole(String answer) {
        Answer read = read(answer.replace("\\n", "\n"));
        assertThat(read.calls()).isEmpty();
        assertThat(read.text()).isEqualTo(answer.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "<tool_call>$C</tool_call><tool_call>{broken}</tool_call>; <tool_call>{broken}</tool_call>",
                "[TOOL_CALLS][$C, {\"name\": \"get_; {\"name\": \"get_",
                "[TOOL_CALLS][$C, {\"name\": \"unknown\"}]; {\"name\": \"unknown\"}",
                "[$C, {\"name\": \"get_t; {\"name\": \"get_t",
                "[$C; ~~",
                "$C\\n{\"name\": \"get_time\", \"argu; {\"name\": \"get_time\", \"argu",
                "$C\\n{\"name\": \"unknown\", \"arguments\": {}}; {\"name\": \"unknown\", \"arguments\": {}}",
                "<|tool_call_start|>[get_weather(city=\"Tokyo\"), bad(x=b'z')]<|tool_call_end|>; , bad(x=b'z')]<|tool_call_end|>",
                "<tool_call>$C</tool_call><tool_call>{\"name\": \"unknown\"}</tool_call>; <tool_call>{\"name\": \"unknown\"}</tool_call>"
            })
    void aGoodCallBeforeABrokenOneCounts(String answer, String text) {
        Answer read = read(answer.replace("$C", CITY).replace("\\n", "\n"));
        assertThat(shown(read.calls())).containsExactly("get_weather {\"city\":\"Tokyo\"}");
        assertThat(read.text()).isEqualTo(text);
    }

    @Test
    void textIsToldAsSoonAsItIsCertain() {
        Told told = new Told();
        AnswerReader reader = new AnswerReader(TOOLS, null, told);
        for (String piece : List.of("One", " two", " <", "b> {", "x", "} <tool", "_call>", CITY, "</tool_call>")) {
            reader.add(MarkedText.of(piece));
        }
        assertThat(told.texts).containsExactly("One", " two", " <b>", " {x", "}");
        assertThat(told.calls).hasSize(1);
        assertThat(reader.end().text()).isEqualTo("One two <b> {x}");
    }

    @Test
    void anObjectThatIsNoCallIsToldOnceThatIsKnown() {
        Told told = new Told();
        AnswerReader reader = new AnswerReader(TOOLS, null, told);
        reader.add(MarkedText.of("{\"name"));
        assertThat(told.texts).isEmpty();
        reader.add(MarkedText.of("s\": 1"));
        assertThat(told.texts).containsExactly("{\"names\": 1");
    }

    @Test
    void idsOfTheModelsOwnAreKept() {
        assertThat(read("[TOOL_CALLS] [{\"name\": \"get_time\", \"arguments\": {}, \"id\": \"VvvODy9mT\"}]")
                        .calls()
                        .get(0)
                        .id())
                .isEqualTo("VvvODy9mT");
        assertThat(read("<|tool_call_begin|>functions.get_time:1<|tool_call_argument_begin|>{}")
                        .calls()
                        .get(0)
                        .id())
                .isEqualTo("functions.get_time:1");
        assertThat(read("{\"tool_calls\":[{\"id\":\"x1\",\"function\":{\"name\":\"get_time\",\"arguments\":\"{}\"}}]}")
                        .calls()
                        .get(0)
                        .id())
                .isEqualTo("x1");
        assertThat(read("<tool_call>{\"name\": \"get_time\"}</tool_call>")
                        .calls()
                        .get(0)
                        .id())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<think>\\na\\n</think>\\n\\nb; a; b",
                "[THINK]a[/THINK]b; a; b",
                "<seed:think>a</seed:think>b; a; b",
                "◁think▷a◁/think▷b; a; b",
                "<thought>a</thought>b; a; b",
                "<thinking>a</thinking>b; a; b",
                "<|channel>thought\\na<channel|>b; a; b",
                "<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>b<|END_RESPONSE|>; a; b",
                "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b; a; b",
                "<think>\\n\\n</think>\\n\\nb; ; b",
                "<think>a; a; ''",
                "<think>a</think>; a; ''",
                "<think>a</think><think>c</think>b; a\\nc; b",
                "b <think>a</think>; ; b <think>a</think>",
                "Write <think> first; ; Write <think> first",
                "' b '; ; ' b '"
            })
    void thinkingIsTakenOutOfTheText(String answer, @Nullable String thinking, String text) {
        Answer read = AnswerReader.read(MarkedText.of(answer.replace("\\n", "\n")), List.of(), null);
        assertThat(read.thinking()).isEqualTo(thinking == null ? null : thinking.replace("\\n", "\n"));
        assertThat(read.text()).isEqualTo(text);
    }

    @Test
    void aSpecialTokenBeginsThinkingBehindText() {
        MarkedText answer = marked("b <think>a</think> c");
        assertThat(AnswerReader.read(answer, List.of(), null)).isEqualTo(new Answer("b  c", "a", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a</think>b; a; b",
                "<think>a</think>b; a; b",
                "\\n<think>\\na</think>b; a; b",
                "a; a; ''",
                "</think>b; ; b"
            })
    void anAnswerMayBeginInsideThinking(String answer, @Nullable String thinking, String text) {
        ThinkingMarks opened =
                ThinkingMarks.opened("<|im_start|>assistant\n<think>\n").orElseThrow();
        Answer read = AnswerReader.read(MarkedText.of(answer.replace("\\n", "\n")), TOOLS, opened);
        assertThat(read).isEqualTo(new Answer(text, thinking, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<|im_start|>assistant\\n<think>\\n; <think>",
                "assistant[THINK]; [THINK]",
                "assistant<seed:think>; <seed:think>",
                "assistant◁think▷; ◁think▷",
                "<|start|>assistant<|channel|>analysis<|message|>; <|start|>assistant<|channel|>analysis<|message|>",
                "assistant\\n<think>\\n\\n</think>\\n\\n; ",
                "<|turn>model\\n<|channel>thought\\n<channel|>; ",
                "assistant\\n; "
            })
    void thePromptsEndTellsWhetherThinkingHasBegun(String prompt, @Nullable String opening) {
        assertThat(ThinkingMarks.opened(prompt.replace("\\n", "\n")).map(ThinkingMarks::opening))
                .isEqualTo(Optional.ofNullable(opening));
    }

    @Test
    void valuesWithoutATypeAreWhatTheSchemaSays() {
        Map<String, ?> schema = Map.of(
                "properties",
                Map.of(
                        "s", Map.of("type", "string"),
                        "i", Map.of("type", "integer"),
                        "n", Map.of("type", List.of("number", "null")),
                        "o", Map.of("type", "object"),
                        "e", Map.of("enum", List.of("1", "2")),
                        "a", Map.of("anyOf", List.of(Map.of("type", "boolean"), Map.of("type", "null")))));
        Tool tool = new Tool("t", "", schema);
        Map<String, String> written =
                Map.of("s", "12", "i", "12", "n", "null", "o", "{\"x\": 1}", "e", "1", "a", "True");
        Map<String, String> expected = Map.of("s", "12", "i", "12", "n", "null", "o", "{x=1}", "e", "1", "a", "true");
        Map<String, String> read = written.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> String.valueOf(TypedValue.of(tool, entry.getKey(), entry.getValue()))));
        assertThat(read).isEqualTo(expected);
        assertThat(TypedValue.of(tool, "s", "12")).isInstanceOf(String.class);
        assertThat(TypedValue.of(tool, "e", "1")).isInstanceOf(String.class);
        assertThat(TypedValue.of(tool, "i", "twelve")).isEqualTo("twelve");
        assertThat(TypedValue.of(tool, "i", "true")).isEqualTo("true");
        assertThat(TypedValue.of(tool, "o", "{broken")).isEqualTo("{broken");
        assertThat(TypedValue.of(tool, "unknown", "[1]")).hasToString("[1]").isInstanceOf(List.class);
        assertThat(TypedValue.of(tool, "unknown", "null")).isEqualTo("null");
    }
}
