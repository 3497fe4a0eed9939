package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.sampling.processors.BoundConstraint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsConstraintTest {
    private static final TokenTrie BYTES = TokenTrie.of(256, id -> new byte[] {(byte) id});
    private static final Tool ADD = tool(
            "add",
            "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"integer\"}}, \"required\": [\"a\","
                    + " \"b\"]}");
    private static final Tool NOW = tool("now", "{\"type\": \"object\", \"properties\": {}}");
    private static final Tool TREE = tool(
            "tree",
            "{\"$defs\": {\"n\": {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\", \"maxLength\": 3}, \"sub\": {\"type\":"
                    + " \"array\", \"items\": {\"$ref\": \"#/$defs/n\"}}}, \"required\": [\"name\"]}}, \"type\": \"object\","
                    + " \"properties\": {\"root\": {\"$ref\": \"#/$defs/n\"}}, \"required\": [\"root\"]}");
    private static final Tool MAP = tool(
            "map",
            "{\"type\": \"object\", \"properties\": {\"ages\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}}},"
                    + " \"required\": [\"ages\"]}");
    private static final CallFrame HERMES =
            new CallFrame("", "<tool_call>\n{\"name\": \"", "\", \"arguments\": ", "}\n</tool_call>", "\n", "");
    private static final CallFrame LIST =
            new CallFrame("functools[", "{\"name\": \"", "\", \"arguments\": ", "}", ", ", "]");
    private static final CallFrame ONE = new CallFrame("", "{\"name\": \"", "\", \"parameters\": ", "}", null, "");

    private static Tool tool(String name, String schema) {
        @SuppressWarnings("unchecked")
        Map<String, ?> parameters = (Map<String, ?>) new JsonText(schema).value();
        return new Tool(name, "", parameters);
    }

    private static boolean fits(CallsConstraint constraint, String text) {
        Matcher matcher = constraint.matcher(BYTES);
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (!matcher.accept(value & 0xFF)) {
                return false;
            }
        }
        return matcher.mayEnd();
    }

    private static CallsConstraint lines(int most, Tool... tools) {
        return new CallsConstraint(CallFrame.LINES, List.of(tools), List.of(tools), most);
    }

    @Test
    void allowsCallsOfTheToolsWithFittingArguments() {
        CallsConstraint constraint = lines(2, ADD, NOW);
        assertThat(fits(constraint, "{\"name\": \"add\", \"arguments\": {\"a\": 1, \"b\": -2}}"))
                .isTrue();
        assertThat(fits(constraint, "{\"name\": \"now\", \"arguments\": {}}")).isTrue();
        assertThat(fits(constraint, "{\"name\": \"now\", \"arguments\": {\"a\": 1}}"))
                .isFalse();
        assertThat(fits(constraint, "{\"name\": \"add\", \"arguments\": {\"a\": 1}}"))
                .isFalse();
        assertThat(fits(constraint, "{\"name\": \"sub\", \"arguments\": {}}")).isFalse();
        assertThat(fits(constraint, "Hello")).isFalse();
        assertThat(fits(constraint, "")).isFalse();
    }

    @Test
    void allowsAsManyCallsAsMostSays() {
        String call = "{\"name\": \"now\", \"arguments\": {}}";
        assertThat(fits(lines(1, NOW), call + "\n" + call)).isFalse();
        assertThat(fits(lines(2, NOW), call + "\n" + call)).isTrue();
        assertThat(fits(lines(2, NOW), call + "\n" + call + "\n" + call)).isFalse();
        assertThat(fits(
                        new CallsConstraint(ONE, List.of(NOW), List.of(NOW), 9),
                        call.replace("arguments", "parameters")))
                .isTrue();
        assertThat(new CallsConstraint(ONE, List.of(NOW), List.of(NOW), 9)
                        .matcher(BYTES)
                        .allowed(Integer.MAX_VALUE)
                        .size())
                .isEqualTo(1);
    }

    @Test
    void theFirstCallMayBeOfOtherToolsThanTheRest() {
        CallsConstraint constraint = new CallsConstraint(CallFrame.LINES, List.of(ADD), List.of(NOW), 2);
        String add = "{\"name\": \"add\", \"arguments\": {\"a\":1,\"b\":2}}";
        String now = "{\"name\": \"now\", \"arguments\": {}}";
        assertThat(fits(constraint, add + "\n" + now)).isTrue();
        assertThat(fits(constraint, now + "\n" + add)).isFalse();
        assertThat(fits(constraint, add + "\n" + add)).isFalse();
        assertThat(fits(new CallsConstraint(CallFrame.LINES, List.of(ADD), List.of(), 2), add + "\n" + now))
                .isFalse();
    }

    @Test
    void refusesWhatCannotBeCalled() {
        assertThatThrownBy(() -> lines(1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("no tools");
        assertThatThrownBy(() -> lines(0, NOW)).isInstanceOf(InvalidValueException.class);
        Tool none = tool(
                "none",
                "{\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"integer\", \"minimum\": 2, \"maximum\": 1}},"
                        + " \"required\": [\"x\"]}");
        assertThatThrownBy(() -> lines(1, none))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("No arguments fit the parameters of the tool none");
    }

    /** What any model could write under the constraint is read back whole, and fits within its budget. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsDrawnIsReadBackAsCalls(long seed) {
        Random random = new Random(seed);
        for (CallFrame frame : List.of(CallFrame.LINES, HERMES, LIST, ONE)) {
            List<Tool> tools = List.of(ADD, NOW, TREE, MAP);
            Matcher matcher = new CallsConstraint(frame, tools, tools, 3).matcher(BYTES);
            int budget = matcher.leastTokens() + random.nextInt(200);
            String text = drawn(matcher, budget, random);
            Answer answer = AnswerReader.read(MarkedText.of(text), tools, null);
            assertThat(answer.calls()).as(text).isNotEmpty();
            assertThat(answer.text()).as(text).isBlank();
            assertThat(answer.calls()).as(text).hasSizeLessThanOrEqualTo(3).allSatisfy(call -> {
                assertThat(tools).extracting(Tool::name).contains(call.name());
                assertThat(new JsonText(call.arguments()).value()).isInstanceOf(Map.class);
            });
        }
    }

    private static String drawn(Matcher matcher, int budget, Random random) {
        List<Byte> text = new ArrayList<>();
        while (!(matcher.mayEnd() && (text.size() == budget || random.nextInt(4) == 0))) {
            TokenSet allowed = matcher.allowed(budget - text.size());
            if (allowed.size() == 0) {
                break;
            }
            int at = random.nextInt(allowed.size());
            int id = allowed.first();
            for (int i = 0; i < at; i++) {
                id = allowed.next(id + 1);
            }
            assertThat(matcher.accept(id)).isTrue();
            text.add((byte) id);
        }
        assertThat(matcher.mayEnd()).isTrue();
        byte[] bytes = new byte[text.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = text.get(i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void textsOfOneCompiledConstraintGoOnByThemselves() {
        CallsConstraint calls = new CallsConstraint(HERMES, List.of(NOW), List.of(NOW), 2);
        BoundConstraint compiled = new LazyCalls(calls, null).bound(BYTES);
        Matcher called = compiled.matcher();
        Matcher free = compiled.matcher();
        for (byte value : "<tool_call>".getBytes(StandardCharsets.UTF_8)) {
            assertThat(called.accept(value)).isTrue();
        }
        assertThat(called.mayEnd()).isFalse();
        assertThat(called.allowed(Integer.MAX_VALUE).size()).isEqualTo(1);
        assertThat(free.mayEnd()).isTrue();
        assertThat(free.allowed(Integer.MAX_VALUE).size()).isEqualTo(256);
        assertThat(new LazyCalls(calls, null))
                .isEqualTo(new LazyCalls(new CallsConstraint(HERMES, List.of(NOW), List.of(NOW), 2), null));
    }
}
