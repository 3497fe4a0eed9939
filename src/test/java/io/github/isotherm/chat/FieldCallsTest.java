package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.grammar.schema.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the grammar of calls allows is read as calls whose arguments fit, in each way in which templates write calls. */
class FieldCallsTest {
    /** Letters often, and what markup is made of. */
    private static final String CHARACTERS = " \n\t\"'\\/<>=()[]{}:,.;|-+_0123456789eEtruefalsnNTFaxyzé€";

    private static final TokenTrie BYTES = TokenTrie.of(256, id -> new byte[] {(byte) id});

    static Stream<Arguments> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("qwen coder", CallTemplates.QWEN_CODER);
        forms.put("minimax", CallTemplates.MINIMAX);
        forms.put("seed", CallTemplates.SEED);
        forms.put("glm", CallTemplates.GLM);
        forms.put("pythonic", CallTemplates.PYTHONIC);
        forms.put("lfm2", CallTemplates.LFM2);
        forms.put("lfm2 single", CallTemplates.LFM2_SINGLE);
        forms.put("function gemma", CallTemplates.FUNCTION_GEMMA);
        forms.put("gemma 4", CallTemplates.GEMMA4);
        forms.put("arguments first", CallTemplates.ARGUMENTS_FIRST);
        forms.put("kimi", CallTemplates.KIMI);
        return forms.entrySet().stream().map(form -> Arguments.of(form.getKey(), form.getValue()));
    }

    private static CallFrame frame(String calls) {
        return TemplateFrame.of(ChatFormat.of(CallTemplates.of(calls), Map.of()))
                .orElseThrow();
    }

    private static Tool tool(String name, String schema) {
        @SuppressWarnings("unchecked")
        Map<String, ?> parameters = (Map<String, ?>) new JsonText(schema).value();
        return new Tool(name, "", parameters);
    }

    private static final List<String> PROPERTIES = List.of(
            "{\"type\": \"string\"}",
            "{\"type\": \"string\", \"maxLength\": 6}",
            "{\"type\": \"string\", \"pattern\": \"^[a-c<]{1,4}$\"}",
            "{\"type\": \"string\", \"format\": \"date\"}",
            "{\"enum\": [\"one\", \"two words\", \"q\\\"uote\"]}",
            "{\"enum\": [\"on\", 7]}",
            "{\"const\": \"fixed\"}",
            "{\"type\": \"integer\", \"minimum\": -5, \"maximum\": 40}",
            "{\"type\": \"number\"}",
            "{\"type\": \"boolean\"}",
            "{\"type\": [\"string\", \"null\"], \"maxLength\": 5}",
            "{\"type\": [\"integer\", \"null\"]}",
            "{\"type\": [\"string\", \"integer\"], \"maxLength\": 5}",
            "{\"anyOf\": [{\"type\": \"boolean\"}, {\"type\": \"array\", \"items\": {\"type\": \"integer\"}, \"maxItems\": 2}]}",
            "{\"type\": \"array\", \"items\": {\"type\": \"string\", \"maxLength\": 4}, \"maxItems\": 3}",
            "{\"type\": \"object\", \"properties\": {\"in\": {\"type\": \"string\", \"maxLength\": 3}, \"no\": {\"type\": \"boolean\"}},"
                    + " \"required\": [\"in\"]}",
            "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"null\"}, \"maxProperties\": 2}",
            "{\"$ref\": \"#/$defs/word\"}",
            "{\"maxLength\": 3, \"maxItems\": 1, \"maxProperties\": 1}");

    private static Tool randomTool(String name, Random random) {
        List<String> members = new ArrayList<>();
        List<String> required = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            members.add("\"p" + i + "\": " + PROPERTIES.get(random.nextInt(PROPERTIES.size())));
            if (random.nextBoolean()) {
                required.add("\"p" + i + "\"");
            }
        }
        String more = random.nextInt(4) == 0
                ? ", \"additionalProperties\": {\"type\": \"integer\"}, \"maxProperties\": 5"
                : "";
        return tool(
                name,
                "{\"$defs\": {\"word\": {\"type\": \"string\", \"maxLength\": 3}}, \"type\": \"object\", \"properties\": {"
                        + String.join(", ", members) + "}, \"required\": " + required + more + "}");
    }

    /** A text of the grammar: each byte one that may come, those that are likely in texts more often. */
    private static String sampled(CallsConstraint constraint, Random random, int budget) {
        Matcher matcher = constraint.matcher(BYTES);
        byte[] text = new byte[budget];
        int length = 0;
        while (length < budget && !(matcher.mayEnd() && random.nextInt(3) == 0)) {
            TokenSet allowed = matcher.allowed(budget - length);
            if (allowed.size() == 0) {
                break;
            }
            int token = chosen(allowed, random);
            assertThat(matcher.accept(token)).isTrue();
            text[length++] = (byte) token;
        }
        assertThat(matcher.mayEnd()).isTrue();
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static int chosen(TokenSet allowed, Random random) {
        byte[] likely = CHARACTERS.getBytes(StandardCharsets.UTF_8);
        for (int tries = 0; tries < 60; tries++) {
            int token = likely[random.nextInt(likely.length)] & 0xFF;
            if (allowed.contains(token)) {
                return token;
            }
        }
        int token = random.nextInt(256);
        while (!allowed.contains(token)) {
            token = (token + 1) % 256;
        }
        return token;
    }

    private static void assertFits(ToolCall call, List<Tool> tools) {
        Tool tool = tools.stream()
                .filter(one -> one.name().equals(call.name()))
                .findFirst()
                .orElseThrow();
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(JsonWriter.text(tool.parameters()))
                        .validate(call.arguments(), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void whatTheGrammarAllowsIsReadAsCallsThatFit(String form, String template) {
        CallFrame frame = frame(template);
        int several = 0;
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Tool> tools = List.of(randomTool("first", random), randomTool("second_tool", random));
            CallsConstraint constraint = new CallsConstraint(frame, tools, tools, 3);
            for (int i = 0; i < 4; i++) {
                String text = sampled(constraint, random, 400 + random.nextInt(300));
                Answer read = AnswerReader.read(MarkedText.of(text), tools, null);
                assertThat(read.text()).as(text).isEmpty();
                assertThat(read.calls()).as(text).isNotEmpty().allSatisfy(call -> assertFits(call, tools));
                several += read.calls().size() > 1 ? 1 : 0;
            }
        }
        assertThat(several).isGreaterThan(2);
    }

    private static final Tool ALL = tool(
            "all",
            "{\"type\": \"object\", \"properties\": {\"s\": {\"type\": \"string\"}, \"n\": {\"type\": \"number\"}, \"b\": {\"type\":"
                    + " \"boolean\"}, \"o\": {\"type\": \"object\", \"properties\": {\"k\": {\"type\": \"array\", \"items\": {\"type\":"
                    + " \"boolean\"}}}, \"additionalProperties\": false}}, \"required\": [\"s\"]}");

    private static boolean fits(String template, String text) {
        Matcher matcher = new CallsConstraint(frame(template), List.of(ALL), List.of(ALL), 2).matcher(BYTES);
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (!matcher.accept(value & 0xFF)) {
                return false;
            }
        }
        return matcher.mayEnd();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void whatATemplateWritesOfTypedArgumentsFits(String form, String template) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("s", "x y");
        arguments.put("n", 2.5);
        arguments.put("b", true);
        arguments.put("o", Map.of("k", List.of()));
        TemplateTurns turns =
                new TemplateTurns(ChatFormat.of(CallTemplates.of(template), Map.of()), List.of(ALL), false, "");
        String written = turns.of(List.of(
                new TemplateTurns.Probe("functions.all:0", "all", arguments),
                new TemplateTurns.Probe("functions.all:1", "all", Map.of("s", "z"))));
        Answer read = AnswerReader.read(MarkedText.of(String.valueOf(written)), List.of(ALL), null);
        assertThat(read.calls()).hasSize(2);
        assertThat(JsonReader.read(read.calls().get(1).arguments())).isEqualTo(Map.of("s", "z"));
        assertThat(fits(template, String.valueOf(written))).as(written).isTrue();
    }

    @Test
    void argumentsKeepTheirOrderAndRequiredOnesStand() {
        String call = "<tool_call>\n<function=all>";
        String end = "\n</function>\n</tool_call>";
        String text = "\n<parameter=s>\nx\n</parameter>";
        String number = "\n<parameter=n>\n1\n</parameter>";
        assertThat(fits(CallTemplates.QWEN_CODER, call + text + end)).isTrue();
        assertThat(fits(CallTemplates.QWEN_CODER, call + text + number + end)).isTrue();
        assertThat(fits(CallTemplates.QWEN_CODER, call + number + text + end)).isFalse();
        assertThat(fits(CallTemplates.QWEN_CODER, call + number + end)).isFalse();
        assertThat(fits(CallTemplates.QWEN_CODER, call + text + text + end)).isFalse();
        assertThat(fits(CallTemplates.QWEN_CODER, call + text + number.replace("1", "one") + end))
                .isFalse();
        assertThat(fits(CallTemplates.QWEN_CODER, call + text.replace("x", "a </parameter> b") + end))
                .isFalse();
        assertThat(fits(CallTemplates.QWEN_CODER, call + text.replace("x", "a\n\"<b>\"\n") + end))
                .isTrue();
    }

    @Test
    void aNameThatTheMarkupHasNoPlaceForIsRefused() {
        Tool odd = tool("odd", "{\"type\": \"object\", \"properties\": {\"a(b\": {\"type\": \"string\"}}}");
        assertThatThrownBy(() -> new CallsConstraint(frame(CallTemplates.LFM2), List.of(odd), List.of(odd), 1))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("a(b")
                .hasMessageContaining("no place for");
        new CallsConstraint(frame(CallTemplates.QWEN_CODER), List.of(odd), List.of(odd), 1);
    }

    @Test
    void quotesMakeAStringAndTheirAbsenceANumberWhereBothAreAllowed() {
        Tool either = tool(
                "either",
                "{\"type\": \"object\", \"properties\": {\"v\": {\"type\": [\"string\", \"integer\"]}, \"n\": {\"type\": \"integer\"}}}");
        String call = "<start_function_call>call:either{v:%s,n:%s}<end_function_call>";
        assertThat(read(either, call.formatted("<escape>12<escape>", "7"))).isEqualTo("{\"v\":\"12\",\"n\":7}");
        assertThat(read(either, call.formatted("12", "<escape>7<escape>"))).isEqualTo("{\"v\":12,\"n\":7}");
    }

    @Test
    void aNameThatComesAgainInAnArgumentStandsForItsLastMember() {
        Tool tool = tool("map", "{\"type\": \"object\", \"properties\": {\"m\": {\"type\": \"object\"}}}");
        assertThat(read(tool, "<function=map><parameter=m>{\"a\": 1, \"a\": 2}</parameter></function>"))
                .isEqualTo("{\"m\":{\"a\":2}}");
        assertThatThrownBy(() -> JsonReader.read("{\"a\": 1, \"a\": 2}")).isInstanceOf(GrammarException.class);
    }

    @Test
    void typesAreFoundBehindReferencesAndInAlternatives() {
        Tool tool = tool(
                "r",
                "{\"$defs\": {\"w\": {\"type\": \"string\"}, \"all\": {\"type\": \"object\", \"properties\": {\"a\": {\"$ref\":"
                        + " \"#/$defs/w\"}}}}, \"anyOf\": [{\"$ref\": \"#/$defs/all\"}]}");
        assertThat(read(tool, "<function=r><parameter=a>12</parameter></function>"))
                .isEqualTo("{\"a\":\"12\"}");
    }

    private static String read(Tool tool, String text) {
        return AnswerReader.read(MarkedText.of(text), List.of(tool), null)
                .calls()
                .get(0)
                .arguments();
    }
}
