package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCallsTest {
    /** Each model's frame around calls; {@code <end>} ends a turn. */
    private static final String TAGGED = "{% for c in m.tool_calls %}<tool_call>\n{\"name\": \"{{ c.function.name }}\","
            + " \"arguments\": {{ c.function.arguments | tojson }}}\n</tool_call>{% endfor %}";

    private static final String LISTED =
            "[TOOL_CALLS][{% for c in m.tool_calls %}{{ c.function | tojson }}{{ ', ' if not loop.last }}{% endfor %}]";
    private static final String NAMED = "{% for c in m.tool_calls %}[TOOL_CALLS]{{ c.function.name }}[ARGS]"
            + "{{ c.function.arguments | tojson }}{% endfor %}";
    private static final String BARE = "{\"name\": \"{{ m.tool_calls[0].function.name }}\","
            + " \"parameters\": {{ m.tool_calls[0].function.arguments | tojson }}}";

    private static final List<Tool> TOOLS = List.of(
            tool("weather", Map.of("type", "string", "enum", List.of("Rome", "Oslo"))),
            tool("add", Map.of("type", "integer", "minimum", 0, "maximum", 99)),
            new Tool("now", "", Map.of("type", "object", "properties", Map.of(), "additionalProperties", false)));

    private static final AnswerSchema SCHEMA = schema();

    private static AnswerSchema schema() {
        JsonText json = new JsonText(
                "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}");
        return new AnswerSchema(null, json, json);
    }

    private static Tool tool(String name, Map<String, ?> argument) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of("x", argument));
        schema.put("required", List.of("x"));
        return new Tool(name, "", schema);
    }

    private static LocalModel model(String calls, MarkedBytes text, IntFunction<float[]> logits) {
        return model(CallTemplates.of(calls), text, List.of(text.id("<end>")), logits);
    }

    private static LocalModel model(
            String template, MarkedBytes text, List<Integer> ends, IntFunction<float[]> logits) {
        return LocalModel.of(new ModelParts(
                "scripted",
                new ScriptedModel(text.size(), 100_000, sequence -> logits.apply(sequence.size() - 1)),
                text,
                text,
                SamplingSettings.NONE,
                ends,
                ChatFormat.of(template, Map.of())));
    }

    /** Any character of ASCII and any special token may come at any step. */
    private static IntFunction<float[]> noise(MarkedBytes text, long seed, float markers) {
        return step -> {
            Random random = new Random(31 * seed + step);
            float[] logits = new float[text.size()];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = (float) random.nextGaussian() * 2 + (text.isSpecial(id) ? markers : id < 128 ? 0 : -60);
            }
            logits[text.id("<end>")] -= 3;
            return logits;
        };
    }

    private static IntFunction<float[]> saying(MarkedBytes text, String answer) {
        int[] ids = text.encode(answer + "<end>");
        return step -> {
            float[] logits = new float[text.size()];
            logits[ids[Math.min(step, ids.length - 1)]] = 50;
            return logits;
        };
    }

    private static MarkedText answer(LocalModel model, @Nullable TextConstraint constraint, long seed, int budget) {
        CompletionOptions options = CompletionOptions.defaults()
                .settings(SamplingSettings.NONE.with(ChainStep.of(new Temperature(2))))
                .seed(seed)
                .maxTokens(budget);
        Completion completion = model.complete(
                "?",
                constraint == null
                        ? options
                        : ConstrainedAnswer.of(options, ChainStep.named("tool_calls", constraint), "calls"));
        return completion.result().marked();
    }

    private static TextConstraint constraint(
            LocalModel model, ToolChoice choice, @Nullable AnswerSchema schema, @Nullable ThinkingMarks opened) {
        return TemplateCalls.of(model, TOOLS, choice, ToolTurn.MOST_CALLS, schema)
                .orElseThrow()
                .constraint(opened)
                .orElseThrow();
    }

    private static void assertFits(ToolCall call) {
        Map<?, ?> arguments = (Map<?, ?>) JsonReader.read(call.arguments());
        switch (call.name()) {
            case "weather" -> assertThat(arguments.get("x")).isIn("Rome", "Oslo");
            case "add" ->
                assertThat(Integer.parseInt(String.valueOf(arguments.get("x")))).isBetween(0, 99);
            default -> assertThat(arguments).isEmpty();
        }
    }

    private static final MarkedBytes TEXT = MarkedBytes.of("<end>");
    private static final MarkedBytes SPECIAL =
            MarkedBytes.of("<tool_call>", "</tool_call>", "<end>", "<think>", "</think>");
    private static final MarkedBytes MISTRAL = MarkedBytes.of("[TOOL_CALLS]", "[ARGS]", "<end>");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void requiredAnswersAreCallsWhateverTheModelWouldSay(int which) {
        String frame = List.of(TAGGED, TAGGED, LISTED, NAMED, BARE, "never").get(which);
        MarkedBytes text = List.of(TEXT, SPECIAL, MISTRAL, MISTRAL, TEXT, TEXT).get(which);
        for (long seed = 0; seed < 25; seed++) {
            try (LocalModel model = model(frame, text, noise(text, seed, 0))) {
                TextConstraint required = constraint(model, ToolChoice.REQUIRED, SCHEMA, null);
                Answer read = AnswerReader.read(answer(model, required, seed, 60 + (int) seed), TOOLS, null);
                assertThat(read.calls()).isNotEmpty().allSatisfy(TemplateCallsTest::assertFits);
                assertThat(read.text()).isEmpty();
            }
        }
    }

    private static final MarkedBytes LFM2 = MarkedBytes.of("<|tool_call_start|>", "<|tool_call_end|>", "<end>");
    private static final MarkedBytes GEMMA =
            MarkedBytes.of("<start_function_call>", "<end_function_call>", "<escape>", "<end>");
    private static final MarkedBytes KIMI = MarkedBytes.of(
            "<|tool_calls_section_begin|>",
            "<|tool_calls_section_end|>",
            "<|tool_call_begin|>",
            "<|tool_call_end|>",
            "<|tool_call_argument_begin|>",
            "<end>");
    private static final MarkedBytes GLM = MarkedBytes.of(
            "<tool_call>", "</tool_call>", "<arg_key>", "</arg_key>", "<arg_value>", "</arg_value>", "<end>");
    private static final List<String> OWN_FORMS = List.of(
            CallTemplates.QWEN_CODER,
            CallTemplates.LFM2,
            CallTemplates.FUNCTION_GEMMA,
            CallTemplates.KIMI,
            CallTemplates.GLM,
            CallTemplates.ARGUMENTS_FIRST,
            CallTemplates.PYTHONIC);
    private static final List<MarkedBytes> OWN_TEXTS = List.of(SPECIAL, LFM2, GEMMA, KIMI, GLM, SPECIAL, TEXT);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void callsInTheModelsOwnFormAreHeldFromTheirMarkerOn(int which) {
        MarkedBytes text = OWN_TEXTS.get(which);
        int called = 0;
        for (int seed = 0; seed < 25; seed++) {
            try (LocalModel model = model(OWN_FORMS.get(which), text, noise(text, seed, 6))) {
                TextConstraint required = constraint(model, ToolChoice.REQUIRED, null, null);
                Answer read = AnswerReader.read(answer(model, required, seed, 70 + seed), TOOLS, null);
                assertThat(read.calls()).isNotEmpty().allSatisfy(TemplateCallsTest::assertFits);
                assertThat(read.text()).isEmpty();
                MarkedText marked = answer(model, constraint(model, ToolChoice.AUTO, null, null), seed, 70 + seed);
                boolean begun = marked.whole().contains(text.special().get(0))
                        && !text.special().get(0).equals("<end>")
                        && !marked.whole().contains("<think>");
                Answer free = AnswerReader.read(marked, TOOLS, null);
                if (begun) {
                    assertThat(free.calls()).as(marked.whole()).isNotEmpty().allSatisfy(TemplateCallsTest::assertFits);
                }
                called += begun ? 1 : 0;
            }
        }
        assertThat(called).isGreaterThan(which == 6 ? -1 : 3);
    }

    @Test
    void aListOfCallsAsInPythonBeginsWithTheNameOfATool() {
        assertThat(auto(CallTemplates.PYTHONIC, TEXT, "[weather(x=\"Paris\")]", null)
                        .calls())
                .hasSize(1)
                .allSatisfy(TemplateCallsTest::assertFits);
        String quoted = "[1] weather(x=\"Paris\") [weather(x=1)]?";
        assertThat(auto(CallTemplates.PYTHONIC, TEXT, quoted, null).text()).isEqualTo(quoted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<|channel|>analysis<|message|>Hm to=functions.<|end|><|start|>assistant<|channel|>commentary to=functions.add"
                        + " <|constrain|>json<|message|>{\"x\": 700}<|call|>",
                "<|channel|>analysis<|message|>Hm to=functions.<|end|><|start|>assistant to=functions.add<|channel|>commentary"
                        + " json<|message|>{\"x\": 700}<|call|>",
                " to=functions.add <|constrain|>json<|message|>{\"x\": 700}<|call|>"
            })
    void gptOssIsHeldInBothOrdersAndBehindItsAnalysis(String said) {
        MarkedBytes text = MarkedBytes.of(
                "<|start|>", "<|end|>", "<|channel|>", "<|message|>", "<|constrain|>", "<|call|>", "<end>");
        List<Integer> ends = List.of(text.id("<end>"), text.id("<|call|>"));
        try (LocalModel model = model(CallTemplates.HARMONY, text, ends, saying(text, said))) {
            for (ToolChoice choice : ToolChoice.values()) {
                Answer read =
                        AnswerReader.read(answer(model, constraint(model, choice, null, null), 1, 300), TOOLS, null);
                assertThat(read.calls()).hasSize(1).allSatisfy(TemplateCallsTest::assertFits);
                assertThat(read.text()).isEmpty();
                assertThat(read.thinking())
                        .isEqualTo(choice == ToolChoice.AUTO && said.contains("Hm") ? "Hm to=functions." : null);
            }
            String plain = "<|channel|>final<|message|>Hello.";
            try (LocalModel other = model(CallTemplates.HARMONY, text, ends, saying(text, plain))) {
                assertThat(AnswerReader.read(
                                        answer(other, constraint(other, ToolChoice.AUTO, null, null), 1, 99),
                                        TOOLS,
                                        null)
                                .text())
                        .isEqualTo("Hello.");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aMarkerComesOnlyWithAWholeCall(int which) {
        String frame = List.of(TAGGED, LISTED, NAMED).get(which);
        MarkedBytes text = which == 0 ? SPECIAL : MISTRAL;
        String marker = which == 0 ? "<tool_call>" : "[TOOL_CALLS]";
        int called = 0;
        int silent = 0;
        for (int budget = 1; budget < 70; budget++) {
            try (LocalModel model = model(frame, text, noise(text, budget, 6))) {
                MarkedText marked = answer(model, constraint(model, ToolChoice.AUTO, null, null), budget, budget);
                Answer read = AnswerReader.read(marked, TOOLS, null);
                boolean begun =
                        marked.whole().contains(marker) && !marked.whole().contains("<think>");
                if (begun) {
                    assertThat(read.calls()).isNotEmpty().allSatisfy(TemplateCallsTest::assertFits);
                }
                called += begun ? 1 : 0;
                silent += begun ? 0 : 1;
            }
        }
        assertThat(called).isGreaterThan(5);
        assertThat(silent).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whileNoMarkerComesTheTextIsThatWithoutTools(int which) {
        String frame = List.of(TAGGED, LISTED, BARE).get(which);
        MarkedBytes text = List.of(SPECIAL, MISTRAL, TEXT).get(which);
        for (long seed = 0; seed < 20; seed++) {
            try (LocalModel model = model(frame, text, noise(text, seed, -60))) {
                String free = answer(model, null, seed, 40).whole();
                assertThat(answer(model, constraint(model, ToolChoice.AUTO, null, null), seed, 40)
                                .whole())
                        .isEqualTo(free);
            }
        }
    }

    private static Answer auto(String frame, MarkedBytes text, String said, @Nullable ThinkingMarks opened) {
        try (LocalModel model = model(frame, text, saying(text, said))) {
            MarkedText marked = answer(model, constraint(model, ToolChoice.AUTO, null, opened), 1, 200);
            return AnswerReader.read(marked, TOOLS, opened);
        }
    }

    @Test
    void aCallBehindTextIsHeldFromItsMarkerOn() {
        Answer mended = auto(
                TAGGED,
                TEXT,
                "I look. <tool_call>\n{\"name\": \"weather\", \"arguments\": {\"x\": \"Oslo\"}}\n</tool_call>",
                null);
        assertThat(mended.text()).isEqualTo("I look.");
        assertThat(mended.calls()).containsExactly(new ToolCall(null, "weather", "{\"x\":\"Oslo\"}"));
        Answer wrong = auto(TAGGED, TEXT, "I look. <tool_call>{\"name\": \"wether\", \"city\": 7}</tool_call>", null);
        assertThat(wrong.text()).isEqualTo("I look.");
        assertThat(wrong.calls()).isNotEmpty().allSatisfy(TemplateCallsTest::assertFits);
    }

    @Test
    void severalCallsFollowEachOther() {
        String one = "<tool_call>\n{\"name\": \"add\", \"arguments\": {\"x\": 1}}\n</tool_call>";
        assertThat(auto(TAGGED, SPECIAL, one + one.replace('1', '2'), null).calls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"x\":1}", "{\"x\":2}");
    }

    @Test
    void aMarkerInThinkingIsText() {
        ThinkingMarks think = ThinkingMarks.opened("<think>").orElseThrow();
        for (ThinkingMarks opened : new ThinkingMarks[] {null, think}) {
            Answer answer = auto(
                    TAGGED,
                    SPECIAL,
                    (opened == null ? "<think>" : "") + "Is it <tool_call>?</think>"
                            + "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>",
                    opened);
            assertThat(answer.thinking()).isEqualTo("Is it ?");
            assertThat(answer.calls()).extracting(ToolCall::name).containsExactly("now");
        }
    }

    @Test
    void bareCallsAreHeldWhereTheAnswerBeginsWithOne() {
        assertThat(auto(BARE, TEXT, "{\"name\": \"wind\", \"parameters\": 1}", null)
                        .calls())
                .hasSize(1)
                .allSatisfy(TemplateCallsTest::assertFits);
        String quoted = "Write {\"name\": \"wind\"} for it.";
        assertThat(auto(BARE, TEXT, quoted, null).text()).isEqualTo(quoted);
        String other = "{\"title\": \"wind\"}";
        assertThat(auto(BARE, TEXT, other, null).text()).isEqualTo(other);
    }

    @Test
    void besideAResponseFormatAnAnswerIsItsJsonOrCalls() {
        int calls = 0;
        for (long seed = 0; seed < 40; seed++) {
            try (LocalModel model = model(TAGGED, SPECIAL, noise(SPECIAL, seed, 1))) {
                TextConstraint either = constraint(model, ToolChoice.AUTO, SCHEMA, null);
                Answer read = AnswerReader.read(answer(model, either, seed, 60), TOOLS, null);
                if (read.calls().isEmpty()) {
                    assertThat(read.text()).matches("\\{\\s*\"ok\":\\s*(true|false)\\s*\\}");
                } else {
                    assertThat(read.calls()).allSatisfy(TemplateCallsTest::assertFits);
                    calls++;
                }
            }
        }
        assertThat(calls).isBetween(5, 35);
    }

    @Test
    void withoutAFrameTheModelChoosesFreely() {
        try (LocalModel model = model("never", TEXT, saying(TEXT, "Hi"))) {
            assertThat(TemplateCalls.of(model, TOOLS, ToolChoice.AUTO, ToolTurn.MOST_CALLS, null)
                            .orElseThrow()
                            .constraint(null))
                    .isEmpty();
            assertThat(TemplateCalls.of(model, List.of(), ToolChoice.AUTO, ToolTurn.MOST_CALLS, null))
                    .isEmpty();
        }
    }

    @Test
    void thinkingThatThePromptBeganIsEndedWhereTheWholeAnswerIsHeld() {
        ThinkingMarks think = ThinkingMarks.opened("<think>").orElseThrow();
        try (LocalModel model = model(TAGGED, SPECIAL, saying(SPECIAL, "Hi"))) {
            TemplateCalls required = TemplateCalls.of(model, TOOLS, ToolChoice.REQUIRED, ToolTurn.MOST_CALLS, null)
                    .orElseThrow();
            TemplateCalls auto = TemplateCalls.of(model, TOOLS, ToolChoice.AUTO, ToolTurn.MOST_CALLS, null)
                    .orElseThrow();
            assertThat(required.beginning(think)).isEqualTo("\n</think>\n\n");
            assertThat(required.beginning(null)).isEmpty();
            assertThat(auto.beginning(think)).isEmpty();
        }
    }

    @Test
    void namesAreEscapedInJsonAlone() {
        assertThat(CallFrame.LINES.call("a\"b", "{}")).isEqualTo("{\"name\": \"a\\\"b\", \"arguments\": {}}");
        assertThat(new CallFrame("", "[TOOL_CALLS]", "[ARGS]", "", "", "").call("a\"b", "{}"))
                .isEqualTo("[TOOL_CALLS]a\"b[ARGS]{}");
    }
}
