package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.grammar.schema.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToldToolsTest {
    private static final Tool WEATHER = tool(
            "weather",
            "What it will be like",
            "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}, \"days\": {\"type\": \"integer\"}}, \"required\":"
                    + " [\"city\"]}");

    private static Tool tool(String name, String description, String schema) {
        @SuppressWarnings("unchecked")
        Map<String, ?> parameters = (Map<String, ?>) new JsonText(schema).value();
        return new Tool(name, description, parameters);
    }

    private static Map<String, Object> said(String role, String content) {
        return Map.of("role", role, "content", content);
    }

    private static Map<String, Object> called(String text, String id, String name, Map<String, ?> arguments) {
        return Map.of(
                "role",
                "assistant",
                "content",
                text,
                "tool_calls",
                List.of(Map.of(
                        "type", "function", "id", id, "function", Map.of("name", name, "arguments", arguments))));
    }

    private static Map<String, Object> result(String id, String name, String content) {
        return Map.of("role", "tool", "tool_call_id", id, "name", name, "content", content);
    }

    @Test
    void aCallIsPrecededBySignaturesAndTwoCallsWithDifferentValues() {
        List<Map<String, Object>> told = ToldTools.calling(
                List.of(said("user", "Rain in Rome?")), List.of(WEATHER), WEATHER, CallFrame.LINES, true);
        assertThat(told)
                .extracting(message -> message.get("role"))
                .containsExactly("system", "user", "assistant", "user", "assistant", "user");
        assertThat((String) told.get(0).get("content"))
                .contains("\nweather(city: string, days?: integer): What it will be like\n");
        assertThat(told.get(1)).containsEntry("content", "Call weather for Ada, 5.");
        assertThat(told.get(2))
                .containsEntry("content", "{\"name\": \"weather\", \"arguments\": {\"city\":\"Ada\",\"days\":5}}");
        assertThat(told.get(3)).containsEntry("content", "Call weather for Paris, 12.");
        assertThat(told.get(4))
                .containsEntry("content", "{\"name\": \"weather\", \"arguments\": {\"city\":\"Paris\",\"days\":12}}");
        assertThat(told.get(5)).isEqualTo(said("user", "Rain in Rome?"));
    }

    @Test
    void theUsersOwnSystemMessageStaysFirst() {
        List<Map<String, Object>> told = ToldTools.calling(
                List.of(said("system", "Be kind."), said("user", "Hi")),
                List.of(WEATHER),
                WEATHER,
                CallFrame.LINES,
                true);
        assertThat((String) told.get(0).get("content"))
                .startsWith("Be kind.\n\n")
                .contains("weather(");
        assertThat(told).hasSize(6);
    }

    @Test
    void whereThereIsNoSystemMessageTheUserSaysWhatToDo() {
        List<Map<String, Object>> told =
                ToldTools.calling(List.of(said("user", "Hi")), List.of(WEATHER), WEATHER, CallFrame.LINES, false);
        assertThat(told)
                .extracting(message -> message.get("role"))
                .containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat((String) told.get(0).get("content"))
                .startsWith("You are a function caller.")
                .endsWith("\n\nCall weather for Ada, 5.");
        assertThat(told.get(2)).containsEntry("content", "Call weather for Paris, 12.");
    }

    @Test
    void aResultStandsBehindTheRequestAndNamesItsCall() {
        assertThat(ToldTools.plain(List.of(
                        said("user", "Rain in Rome?"),
                        called("", "1", "weather", Map.of("city", "Rome")),
                        result("1", "weather", "none"))))
                .containsExactly(said("user", "Rain in Rome?\n\nThe result of weather({\"city\":\"Rome\"}) is none."));
    }

    @Test
    void resultsOfCallsAtOnceAreToldApart() {
        Map<String, Object> both = Map.of(
                "role",
                "assistant",
                "content",
                "",
                "tool_calls",
                List.of(
                        Map.of("id", "a", "function", Map.of("name", "add", "arguments", Map.of("x", 1))),
                        Map.of("id", "b", "function", Map.of("name", "add", "arguments", Map.of("x", 2)))));
        assertThat(ToldTools.plain(
                        List.of(said("user", "Add."), both, result("b", "add", "12"), result("a", "add", "11"))))
                .containsExactly(said(
                        "user", "Add.\n\nThe result of add({\"x\":2}) is 12.\n\nThe result of add({\"x\":1}) is 11."));
    }

    @Test
    void whatIsSaidBesideACallStaysTheAssistants() {
        assertThat(ToldTools.plain(List.of(
                        said("user", "Rain?"),
                        called("I look.", "1", "weather", Map.of()),
                        result("1", "weather", "none"),
                        said("assistant", "No rain."),
                        said("user", "Thanks"))))
                .containsExactly(
                        said("user", "Rain?"),
                        said("assistant", "I look."),
                        said("user", "The result of weather({}) is none."),
                        said("assistant", "No rain."),
                        said("user", "Thanks"));
    }

    @Test
    void exampleCallsFitTheSchemaTheyAreOf() {
        Tool all = tool(
                "all",
                "",
                "{\"$defs\": {\"n\": {\"type\": \"object\", \"properties\": {\"sub\": {\"type\": \"array\", \"items\": {\"$ref\":"
                        + " \"#/$defs/n\"}}}}}, \"type\": \"object\", \"properties\": {\"a\": {\"enum\": [\"X\", \"Y\"]}, \"b\": {\"const\": 7},"
                        + " \"c\": {\"anyOf\": [{\"type\": \"boolean\"}, {\"type\": \"null\"}]}, \"d\": {\"type\": \"number\"}, \"e\":"
                        + " {\"type\": \"array\", \"items\": {\"type\": \"string\"}}, \"f\": {\"type\": [\"integer\", \"null\"]}, \"g\": {\"type\":"
                        + " \"object\", \"additionalProperties\": {\"type\": \"integer\"}}, \"h\": {\"$ref\": \"#/$defs/n\"}, \"i\": true}}");
        List<ExampleCall> examples = ExampleCall.of(all);
        assertThat(examples.get(0).arguments())
                .isEqualTo(
                        "{\"a\":\"X\",\"b\":7,\"c\":true,\"d\":5.5,\"e\":[\"Ada\",\"Paris\"],\"f\":12,\"g\":{\"red-7\":3},\"h\":{\"sub\":"
                                + "[{\"sub\":[]},{\"sub\":[]},{\"sub\":[]}]},\"i\":\"Tom Reed\"}");
        assertThat(examples.get(0).request())
                .isEqualTo("Call all for X, 7, true, 5.5, Ada, Paris, 12, red-7, 3, Tom Reed.");
        assertThat(examples.get(1).arguments())
                .startsWith("{\"a\":\"Y\",\"b\":7,\"c\":false,\"d\":48.5,\"e\":[\"Oslo\"");
    }

    @Test
    void aToolWithoutParametersIsCalledWithNone() {
        Tool now = tool("now", "", "{\"type\": \"object\", \"properties\": {}}");
        assertThat(ExampleCall.of(now)).containsOnly(new ExampleCall("Call now.", "{}"));
        assertThat(ToolSignature.of(now)).isEqualTo("now()");
    }
}
