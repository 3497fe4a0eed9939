package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.MarkedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that an answer is held to are told while they are written. */
class HeldCallsTest {
    private static final String NAME = "{\"name\": \"";
    private static final CallFrame HERMES =
            new CallFrame("", "<tool_call>\n" + NAME, "\", \"arguments\": ", "}\n</tool_call>", "\n", "");
    private static final CallFrame LLAMA = new CallFrame("", NAME, "\", \"parameters\": ", "}", null, "");

    private static final List<Tool> TOOLS = Stream.of("get_time", "get_time_zone", "get weather")
            .map(name -> new Tool(name, "", Map.of()))
            .toList();

    /** What a model may write, and what RFC 8259 says that it means without blanks and needless escapes. */
    private static final List<List<String>> ARGUMENTS = List.of(
            List.of("{}", "{}"),
            List.of("{ \n}", "{}"),
            List.of("{\"city\": \"Tokyo\"}", "{\"city\":\"Tokyo\"}"),
            List.of("{\"a\" : \"}{ \\\"b\\\" \\\\ \"}", "{\"a\":\"}{ \\\"b\\\" \\\\ \"}"),
            List.of("{\"a\": \"\\u00e9\\/\\n\\ud83d\\ude00 😀\"}", "{\"a\":\"é/\\u000a😀 😀\"}"),
            List.of(
                    "{\"a\": -1.50, \"b\": [true, false , null, {\"c\": 12}], \"d\": \"\"}",
                    "{\"a\":-1.50,\"b\":[true,false,null,{\"c\":12}],\"d\":\"\"}"),
            List.of("{\"a\": [[ ], {}, [{\"b\": [0]}]]}", "{\"a\":[[],{},[{\"b\":[0]}]]}"));

    static List<CallFrame> frames() {
        String colon = "\", \"arguments\": ";
        return List.of(
                CallFrame.LINES,
                HERMES,
                LLAMA,
                new CallFrame("[TOOL_CALLS] [", NAME, colon, "}", ", ", "]"),
                new CallFrame("", "[TOOL_CALLS]", "[ARGS]", "", "", ""),
                new CallFrame("<|tool_call|>[", NAME, colon, "}", ",", "]<|/tool_call|>"),
                new CallFrame(
                        "<｜tool▁calls▁begin｜>",
                        "<｜tool▁call▁begin｜>function<｜tool▁sep｜>",
                        "\n```json\n",
                        "\n```<｜tool▁call▁end｜>",
                        "\n",
                        "<｜tool▁calls▁end｜>"));
    }

    /** What a listener was told of calls. */
    private static class Told implements AnswerListener {
        private final List<ToolCall> calls = new ArrayList<>();
        private final StringBuilder arguments = new StringBuilder();
        private String name = "";
        private int pieces;

        @Override
        public void onArguments(int index, String of, String piece) {
            assertThat(index).isEqualTo(calls.size());
            assertThat(piece).isNotBlank();
            assertThat(name).isIn("", of);
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
            name = of;
            arguments.append(piece);
            pieces++;
        }

        /** The pieces that came before are the call's. */
        @Override
        public void onCall(int index, ToolCall call) {
            assertThat(index).isEqualTo(calls.size());
            assertThat(name).isEqualTo(call.name());
            assertThat(arguments).hasToString(call.arguments());
            calls.add(call);
            name = "";
            arguments.setLength(0);
        }
    }

    private static List<String> cut(String text, SplittableRandom random, int longest) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(longest));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static Answer read(HeldFrame frame, List<String> pieces, Told told) {
        AnswerReader reader = new AnswerReader(TOOLS, null, frame, told);
        pieces.forEach(piece -> reader.add(MarkedText.of(piece)));
        return reader.end();
    }

    /** In any frame, of any calls, in any pieces. */
    @ParameterizedTest
    @MethodSource("frames")
    void piecesOfArgumentsAreTheArgumentsOfTheCallBehindThem(CallFrame frame) {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            List<ToolCall> written = new ArrayList<>();
            List<ToolCall> expected = new ArrayList<>();
            for (int i = frame.between() == null ? 0 : random.nextInt(3); i >= 0; i--) {
                String name = TOOLS.get(random.nextInt(TOOLS.size())).name();
                List<String> arguments = ARGUMENTS.get(random.nextInt(ARGUMENTS.size()));
                written.add(new ToolCall(null, name, arguments.get(0)));
                expected.add(new ToolCall(null, name, arguments.get(1)));
            }
            boolean anywhere = !frame.opening().concat(frame.before()).startsWith("{") && random.nextBoolean();
            Told told = new Told();
            String answer = (anywhere ? "I look. " : " ") + frame.written(written);
            Answer read = read(
                    new HeldFrame(frame, SpecialTokens.NONE, anywhere),
                    cut(answer, random, 1 + random.nextInt(40)),
                    told);
            assertThat(told.calls).isEqualTo(expected);
            assertThat(read.calls()).isEqualTo(expected);
            assertThat(read.text()).isEqualTo(anywhere ? "I look." : "");
            assertThat(told.pieces).isGreaterThanOrEqualTo(expected.size());
        }
    }

    @Test
    void argumentsAreToldAsTheyAreWritten() {
        Told told = new Told();
        AnswerReader reader = new AnswerReader(TOOLS, null, HeldFrame.throughout(CallFrame.LINES), told);
        reader.add(MarkedText.of("{\"name\": \"get_time\", \"argu"));
        assertThat(told.pieces).isZero();
        reader.add(MarkedText.of("ments\": {"));
        assertThat(told.arguments).hasToString("{");
        reader.add(MarkedText.of("\"city\": \"New "));
        assertThat(told.arguments).hasToString("{\"city\":\"New");
        reader.add(MarkedText.of("York\", \"days\": 1"));
        assertThat(told.arguments).hasToString("{\"city\":\"New York\",\"days\":");
        reader.add(MarkedText.of("2}"));
        assertThat(told.arguments).hasToString("{\"city\":\"New York\",\"days\":12}");
        assertThat(told.calls).isEmpty();
        reader.add(MarkedText.of("}"));
        assertThat(told.calls).hasSize(1);
    }

    /** Nobody knows before its end whether such an answer has a call. */
    @ParameterizedTest
    @MethodSource("samples")
    void nothingOfACallIsToldBeforeItIsWholeWhereNothingHoldsTheAnswer(CallSamples.Sample sample) {
        Told told = new Told() {
            @Override
            public void onCall(int index, ToolCall call) {}
        };
        AnswerReader reader = new AnswerReader(CallSamples.TOOLS, null, told);
        cut(sample.answer(), new SplittableRandom(5), 5).forEach(piece -> reader.add(MarkedText.of(piece)));
        assertThat(reader.end().calls()).isNotEmpty();
        assertThat(told.pieces).isZero();
    }

    static List<CallSamples.Sample> samples() {
        return CallSamples.all();
    }

    /** Where the answer is not held from there on, or was not held from its beginning on. */
    @ParameterizedTest
    @ValueSource(strings = {"Sure. ", "\u2003", "<|START_RESPONSE|>", "{\"x\": 1}\n"})
    void nothingIsToldOfCallsThatDoNotBeginTheAnswer(String before) {
        Told told = new Told() {
            @Override
            public void onCall(int index, ToolCall call) {}
        };
        String answer = before + LLAMA.call("get_time", "{\"city\": \"Rome\"}");
        Answer read = read(new HeldFrame(LLAMA, SpecialTokens.NONE, false), List.of(answer), told);
        assertThat(read.calls()).hasSize(1);
        assertThat(told.pieces).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<think>Hm. {\"name\": \"get_time\"</think>\n\n", " \n\t"})
    void callsBehindThinkingAndBlanksBeginTheAnswer(String before) {
        Told told = new Told();
        String answer = before + LLAMA.call("get_time", "{\"city\": \"Rome\"}");
        read(new HeldFrame(LLAMA, SpecialTokens.NONE, false), cut(answer, new SplittableRandom(1), 3), told);
        assertThat(told.calls).containsExactly(new ToolCall(null, "get_time", "{\"city\":\"Rome\"}"));
        assertThat(told.pieces).isGreaterThan(3);
    }

    @Test
    void aMarkerThatIsASpecialTokenIsNotSpelled() {
        HeldFrame held = new HeldFrame(HERMES, new SpecialTokens(Map.of(7, "<tool_call>")), true);
        String answer = HERMES.call("get_time", "{\"city\": \"Rome\"}");
        Told spelled = new Told() {
            @Override
            public void onCall(int index, ToolCall call) {}
        };
        assertThat(read(held, List.of(answer), spelled).calls()).hasSize(1);
        assertThat(spelled.pieces).isZero();
        Told told = new Told();
        AnswerReader reader = new AnswerReader(TOOLS, null, held, told);
        reader.add(new MarkedText(answer, List.of(new MarkedText.Mark(0, "<tool_call>".length()))));
        reader.end();
        assertThat(told.calls).hasSize(1);
    }

    /** Frames of a template, whether a call is required, whether JSON may come instead; how the answer is held. */
    @ParameterizedTest
    @CsvSource({
        "hermes, AUTO, false, anywhere",
        "llama, AUTO, false, first",
        "none, AUTO, false, -",
        "hermes, AUTO, true, first",
        "llama, AUTO, true, -",
        "none, AUTO, true, -",
        "hermes, REQUIRED, false, first",
        "llama, REQUIRED, true, first",
        "none, REQUIRED, true, lines"
    })
    void callsAreCertainWhereTheAnswerIsHeldToThem(String frame, ToolChoice choice, boolean json, String expected) {
        CallFrame written = frame.equals("hermes") ? HERMES : frame.equals("llama") ? LLAMA : null;
        AnswerSchema answer = json ? AnswerSchema.ANY_OBJECT : null;
        HeldFrame held = HeldFrame.of(
                new TemplateCalls(written, SpecialTokens.NONE, TOOLS, choice, ToolTurn.MOST_CALLS, answer));
        assertThat(held).isEqualTo(held(written, expected));
    }

    private static @Nullable HeldFrame held(@Nullable CallFrame frame, String how) {
        return switch (how) {
            case "-" -> null;
            case "lines" -> new HeldFrame(CallFrame.LINES, SpecialTokens.NONE, false);
            default -> frame == null ? null : new HeldFrame(frame, SpecialTokens.NONE, how.equals("anywhere"));
        };
    }
}
