package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.grammar.schema.Fields;
import io.github.isotherm.grammar.schema.Notation;
import io.github.isotherm.grammar.schema.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFrameTest {
    private static final String TURNS = "{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}";
    private static final String ASKS = "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    /** As a template of the family has it: tools first, then turns, of which those with calls are written so. */
    private static Optional<CallFrame> framed(String turn, String calls, String asks) {
        String source = "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}{% if m.tool_calls %}"
                + calls + "{% else %}" + turn + "{% endif %}{% endfor %}" + asks;
        return TemplateFrame.of(ChatFormat.of(source, Map.of("eos_token", "</s>")));
    }

    private static Optional<CallFrame> ofFamily(String name) {
        return TemplateFrame.of(ChatFormat.of(source(name), Map.of("bos_token", "<s>", "eos_token", "</s>")));
    }

    private static String source(String name) {
        try (InputStream in = TemplateFrameTest.class.getResourceAsStream("/golden/template/templates/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void qwenWritesATagForEachCall() {
        CallFrame tagged =
                new CallFrame("", "<tool_call>\n{\"name\": \"", "\", \"arguments\": ", "}\n</tool_call>", "\n", "");
        assertThat(ofFamily("family-qwen25-tools.jinja")).contains(tagged);
        assertThat(framed(
                        TURNS,
                        "{{ '<|im_start|>assistant' }}{% for c in m.tool_calls %}{{ '\n<tool_call>\n{\"name\": \"' + c.function.name"
                                + " + '\", \"arguments\": ' }}{% if c.function.arguments is string %}{{ c.function.arguments }}"
                                + "{% else %}{{ c.function.arguments | tojson }}{% endif %}{{ '}\n</tool_call>' }}{% endfor %}"
                                + "{{ '<|im_end|>\n' }}",
                        ASKS))
                .contains(tagged);
    }

    @Test
    void llamaWritesOneBareObject() {
        assertThat(ofFamily("family-llama31-tools.jinja"))
                .contains(new CallFrame("", "{\"name\": \"", "\", \"parameters\": ", "}", null, ""));
    }

    @Test
    void mistralWritesAListWhoseIdsAreLeftOut() {
        assertThat(ofFamily("family-mistral-v7-tools.jinja"))
                .contains(new CallFrame("[TOOL_CALLS] [", "{\"name\": \"", "\", \"arguments\": ", "}", ", ", "]"));
    }

    @Test
    void laterMistralsWriteNameAndArgumentsBetweenMarkers() {
        assertThat(framed(
                        "{% if m.role == 'user' %}[INST]{{ m.content }}[/INST]{% else %}{{ m.content + eos_token }}{% endif %}",
                        "{% for c in m.tool_calls %}[TOOL_CALLS]{{ c.function.name }}[CALL_ID]{{ c.id }}[ARGS]"
                                + "{{ c.function.arguments | tojson }}{% endfor %}{{ eos_token }}",
                        ""))
                .contains(new CallFrame("", "[TOOL_CALLS]", "[ARGS]", "", "", ""));
    }

    @Test
    void phiWritesSpecialTokensAroundJson() {
        String turn = "{{ '<|' + m.role + '|>' + m.content + '<|end|>' }}";
        String asks = "{% if add_generation_prompt %}<|assistant|>{% endif %}";
        assertThat(framed(
                        turn,
                        "<|assistant|>{% for c in m.tool_calls %}<|tool_call|>{{ c.function | tojson }}<|/tool_call|>{% endfor %}"
                                + "<|end|>",
                        asks))
                .contains(new CallFrame(
                        "", "<|tool_call|>{\"name\": \"", "\", \"arguments\": ", "}<|/tool_call|>", "", ""));
        assertThat(framed(
                        turn,
                        "<|assistant|><|tool_call|>{{ m.tool_calls | map(attribute='function') | list | tojson }}<|/tool_call|>"
                                + "<|end|>",
                        asks))
                .contains(new CallFrame(
                        "<|tool_call|>[", "{\"name\": \"", "\", \"arguments\": ", "}", ", ", "]<|/tool_call|>"));
    }

    @Test
    void graniteWritesAListBehindOneSpecialToken() {
        assertThat(framed(
                        "{{ '<|start_of_role|>' + m.role + '<|end_of_role|>' + m.content + '<|end_of_text|>\n' }}",
                        "<|start_of_role|>assistant<|end_of_role|><|tool_call|>"
                                + "{{ m.tool_calls | map(attribute='function') | list | tojson }}{{ '<|end_of_text|>\n' }}",
                        "{% if add_generation_prompt %}<|start_of_role|>assistant<|end_of_role|>{% endif %}"))
                .contains(new CallFrame("<|tool_call|>[", "{\"name\": \"", "\", \"arguments\": ", "}", ", ", "]"));
    }

    @Test
    void deepSeekWantsArgumentsAsTextAndCutsNoTokens() {
        String user = "{% if m.role == 'user' %}{{ '<｜User｜>' + m.content }}{% else %}"
                + "{{ '<｜Assistant｜></think>' + m.content + '<｜end▁of▁sentence｜>' }}{% endif %}";
        String asks = "{% if add_generation_prompt %}<｜Assistant｜></think>{% endif %}";
        assertThat(framed(
                        user,
                        "{{ '<｜Assistant｜></think>' + m.content + '<｜tool▁calls▁begin｜>' }}{% for c in m.tool_calls %}"
                                + "{{ '<｜tool▁call▁begin｜>' + c.function.name + '<｜tool▁sep｜>' + c.function.arguments"
                                + " + '<｜tool▁call▁end｜>' }}{% endfor %}{{ '<｜tool▁calls▁end｜><｜end▁of▁sentence｜>' }}",
                        asks))
                .contains(new CallFrame(
                        "<｜tool▁calls▁begin｜>",
                        "<｜tool▁call▁begin｜>",
                        "<｜tool▁sep｜>",
                        "<｜tool▁call▁end｜>",
                        "",
                        "<｜tool▁calls▁end｜>"));
        assertThat(framed(
                        user,
                        "{{ '<｜Assistant｜></think><｜tool▁calls▁begin｜>' }}{% for c in m.tool_calls %}"
                                + "{{ '<｜tool▁call▁begin｜>' + c.type + '<｜tool▁sep｜>' + c.function.name + '\n```json\n'"
                                + " + c.function.arguments + '\n```<｜tool▁call▁end｜>' }}{{ '\n' if not loop.last }}{% endfor %}"
                                + "{{ '<｜tool▁calls▁end｜><｜end▁of▁sentence｜>' }}",
                        asks))
                .contains(new CallFrame(
                        "<｜tool▁calls▁begin｜>",
                        "<｜tool▁call▁begin｜>function<｜tool▁sep｜>",
                        "\n```json\n",
                        "\n```<｜tool▁call▁end｜>",
                        "\n",
                        "<｜tool▁calls▁end｜>"));
    }

    @Test
    void contentThatATemplateCannotAddIsLeftOut() {
        assertThat(framed(
                        TURNS,
                        "{% if m.content is defined %}{{ raise_exception('calls have no content') }}{% endif %}"
                                + "{{ '<|im_start|>assistant\n' }}<tool_call>{{ m.tool_calls[0].function | tojson }}</tool_call>"
                                + "{{ '<|im_end|>\n' }}",
                        ASKS))
                .contains(new CallFrame(
                        "", "<tool_call>{\"name\": \"", "\", \"arguments\": ", "}</tool_call>", null, ""));
    }

    private static CallFrame written(String calls) {
        return TemplateFrame.of(ChatFormat.of(CallTemplates.of(calls), Map.of()))
                .orElseThrow();
    }

    private static CallBody named(
            String beforeName, String behindName, String behindValue, String between, String unsafe, Fields.Bare bare) {
        return new CallBody.Named(
                new Fields(beforeName, behindName, behindValue, between, unsafe, Notation.JSON, bare));
    }

    @Test
    void hermesMayWriteArgumentsFirst() {
        CallFrame first = new CallFrame(
                "",
                "<tool_call>\n{\"arguments\": ",
                ", \"name\": \"",
                "\"}\n</tool_call>",
                "\n",
                "",
                CallBody.Json.BEFORE_NAME);
        assertThat(ofFamily("family-hermes.jinja")).contains(first);
        assertThat(written(CallTemplates.ARGUMENTS_FIRST)).isEqualTo(first);
    }

    @Test
    void qwenCoderWritesATagForEachArgument() {
        assertThat(written(CallTemplates.QWEN_CODER))
                .isEqualTo(new CallFrame(
                        "",
                        "<tool_call>\n<function=",
                        ">",
                        "\n</function>\n</tool_call>",
                        "\n",
                        "",
                        named(
                                "\n<parameter=",
                                ">\n",
                                "\n</parameter>",
                                "",
                                "<>\"",
                                new Fields.Bare("</parameter>", true, "True", "False"))));
    }

    @Test
    void lineBreaksAroundAValueAreLeftOutWhereNobodyReadsThem() {
        assertThat(written(CallTemplates.MINIMAX))
                .isEqualTo(new CallFrame(
                        "<minimax:tool_call>",
                        "\n<invoke name=\"",
                        "\">",
                        "\n</invoke>",
                        "",
                        "\n</minimax:tool_call>",
                        named(
                                "\n<parameter name=\"",
                                "\">",
                                "</parameter>",
                                "",
                                "<>\"",
                                new Fields.Bare("</parameter>", false, "true", "false"))));
    }

    @Test
    void glmWritesTagsForKeysAndValues() {
        assertThat(written(CallTemplates.GLM))
                .isEqualTo(new CallFrame(
                        "",
                        "<tool_call>",
                        "",
                        "\n</tool_call>",
                        "\n",
                        "",
                        named(
                                "\n<arg_key>",
                                "</arg_key>\n<arg_value>",
                                "</arg_value>",
                                "",
                                "<>\"",
                                new Fields.Bare("</arg_value>", true, "true", "false"))));
        assertThat(ofFamily("family-glm4.jinja").orElseThrow().body()).isInstanceOf(CallBody.Named.class);
    }

    @Test
    void lfmWritesPython() {
        CallFrame python = written(CallTemplates.LFM2);
        assertThat(python)
                .isEqualTo(new CallFrame(
                        "<|tool_call_start|>[",
                        "",
                        "(",
                        ")",
                        ", ",
                        "]<|tool_call_end|>",
                        new CallBody.Named(new Fields(
                                "", "=", "", ", ", " =,:()[]{}\"'", Notation.python(Spelling.PYTHON, "\""), null))));
        assertThat(written(CallTemplates.PYTHONIC).opening()).isEqualTo("[");
        assertThat(written(CallTemplates.LFM2_SINGLE).body())
                .isEqualTo(new CallBody.Named(new Fields(
                        "", "=", "", ", ", " =,:()[]{}\"'", Notation.python(Spelling.PYTHON_SINGLE, "'"), null)));
    }

    @Test
    void gemmaQuotesWithATokenOfItsOwn() {
        Notation notation = new Notation(Spelling.BARE, "<escape>", false, "true", "false", "null");
        assertThat(written(CallTemplates.FUNCTION_GEMMA))
                .isEqualTo(new CallFrame(
                        "",
                        "<start_function_call>call:",
                        "{",
                        "}<end_function_call>",
                        "",
                        "",
                        new CallBody.Named(new Fields("", ":", "", ",", ":{},[]<", notation, null))));
        assertThat(((CallBody.Named) written(CallTemplates.GEMMA4).body())
                        .fields()
                        .values()
                        .quote())
                .isEqualTo("<|\"|>");
    }

    @Test
    void kimiCountsItsCalls() {
        assertThat(written(CallTemplates.KIMI))
                .isEqualTo(new CallFrame(
                        "<|tool_calls_section_begin|>",
                        "<|tool_call_begin|>functions.",
                        "<|tool_call_argument_begin|>",
                        "<|tool_call_end|>",
                        "",
                        "<|tool_calls_section_end|>",
                        new CallBody.Counted(":")));
    }

    @Test
    void harmonyEndsACallWithAnotherTokenThanText() {
        CallFrame frame = ofFamily("family-harmony.jinja").orElseThrow();
        assertThat(frame)
                .isEqualTo(new CallFrame(
                        "", " to=functions.", "<|channel|>commentary json<|message|>", "<|call|>", null, ""));
        assertThat(frame.endingBefore(List.of("<|return|>", "<|call|>")).after())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ raise_exception('no calls') }}",
                "{{ '<|im_start|>assistant\n<|im_end|>\n' }}",
                // something in between that is not said, nothing that would be read
                "{{ '<|im_start|>assistant\n' }}{{ m.tool_calls[0].function.name }} ({{ m.tool_calls[0].id }}):"
                        + " {{ m.tool_calls[0].function.arguments | tojson }}{{ '<|im_end|>\n' }}",
                "{{ '<|im_start|>assistant\n' }}run {{ m.tool_calls[0].function.name }} with"
                        + " {{ m.tool_calls[0].function.arguments | tojson }}{{ '<|im_end|>\n' }}"
            })
    void whatNobodyReadsIsNoFrame(String calls) {
        assertThat(framed(TURNS, calls, ASKS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "family-granite.jinja",
                "family-phi4-mini.jinja",
                "family-kimi.jinja",
                "family-command-r.jinja",
                "family-gemma3.jinja",
                "family-chatml.jinja"
            })
    void familiesThatWriteCallsOtherwiseHaveNoFrame(String name) {
        assertThat(ofFamily(name)).isEmpty();
    }

    @Test
    void aFrameIsFoundOnce() {
        ChatFormat format = ChatFormat.of(source("family-qwen25-tools.jinja"), Map.of());
        assertThat(TemplateFrame.of(format)).isSameAs(TemplateFrame.of(format));
    }

    private static final String TELLS = "Answer with <tool_call>{\"name\": NAME, \"arguments\": OBJECT}</tool_call>. ";

    @Test
    void aTemplateThatWritesNoCallsMayTellHowTheyAreWritten() {
        String said = "{{ m.content }}|";
        assertThat(framed(TURNS, "{{ '<|im_start|>assistant\n<|im_end|>\n' }}", TELLS + ASKS))
                .contains(new CallFrame(
                        "", "<tool_call>\n{\"name\": \"", "\", \"arguments\": ", "}\n</tool_call>", "\n", ""));
        assertThat(framed(said, said, "Write functools[{\"name\": N, \"arguments\": A}] alone."))
                .contains(new CallFrame("functools[", "{\"name\": \"", "\", \"arguments\": ", "}", ", ", "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Answer with <tool_call>NAME</tool_call>.",
                TELLS + "Or <function=NAME>.",
                TELLS + "Or functools[].",
                "Call tools."
            })
    void aDoubtfulInstructionIsNoFrame(String tells) {
        assertThat(framed(TURNS, "{{ '<|im_start|>assistant\n<|im_end|>\n' }}", tells + ASKS))
                .isEmpty();
    }

    @Test
    void anInstructionDoesNotCountWhereCallsAreWrittenOtherwise() {
        String calls = "{{ '<|im_start|>assistant\nrun ' }}{{ m.tool_calls[0].function.name }} with"
                + " {{ m.tool_calls[0].function.arguments | tojson }}{{ '<|im_end|>\n' }}";
        assertThat(framed(TURNS, calls, TELLS + ASKS)).isEmpty();
    }
}
