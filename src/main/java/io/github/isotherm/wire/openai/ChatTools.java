package io.github.isotherm.wire.openai;

import io.github.isotherm.chat.Tool;
import io.github.isotherm.chat.ToolChoice;
import io.github.isotherm.chat.ToolTurn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a request offers to be called.
 *
 * @param tools what may be called; none where {@code tool_choice} is {@code none}, the one it names where it names one
 * @param choice whether a call is to be made
 * @param most how many calls the answer may have: 1 where {@code parallel_tool_calls} is false
 */
public record ChatTools(List<Tool> tools, ToolChoice choice, int most) {
    private static final String CHOICE = "tool_choice";
    private static final Map<String, Object> NO_PARAMETERS = Map.of("type", "object", "properties", Map.of());

    /** Copies the list. */
    public ChatTools {
        tools = List.copyOf(tools);
    }

    /** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
    static ChatTools read(RequestFields fields) {
        fields.refuse("functions", "send tools");
        fields.refuse("function_call", "send tool_choice");
        List<Tool> tools = tools(fields);
        int most = fields.flag("parallel_tool_calls", true) ? ToolTurn.MOST_CALLS : 1;
        if (!fields.has(CHOICE)) {
            return new ChatTools(tools, ToolChoice.AUTO, most);
        }
        if (!fields.isText(CHOICE)) {
            return new ChatTools(List.of(named(fields, tools)), ToolChoice.REQUIRED, most);
        }
        String choice = fields.requiredText(CHOICE);
        return switch (choice) {
            case "none" -> new ChatTools(List.of(), ToolChoice.AUTO, most);
            case "auto" -> new ChatTools(tools, ToolChoice.AUTO, most);
            case "required" -> new ChatTools(required(fields, tools), ToolChoice.REQUIRED, most);
            default ->
                throw fields.wrong(
                        CHOICE,
                        "\"none\", \"auto\", \"required\" or {\"type\": \"function\", \"function\": {\"name\": …}}");
        };
    }

    private static List<Tool> tools(RequestFields fields) {
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<RequestFields> offered = fields.objects("tools");
        for (RequestFields one : offered == null ? List.<RequestFields>of() : offered) {
            Tool tool = tool(one);
            if (!names.add(tool.name())) {
                throw fields.refused(
                        "tools", "tools has two functions called " + tool.name() + "; give one another name.");
            }
            tools.add(tool);
        }
        return tools;
    }

    private static Tool tool(RequestFields fields) {
        if (!fields.requiredText("type").equals("function")) {
            throw fields.wrong("type", "\"function\"");
        }
        RequestFields function = function(fields);
        String name = function.requiredText("name");
        String description = function.text("description");
        // Arguments fit their schema in any case, where the model's calls can be held to one.
        function.flag("strict", false);
        RequestFields parameters = function.object("parameters");
        Map<String, Object> schema = parameters == null ? NO_PARAMETERS : members(function);
        function.end();
        fields.end();
        return function.checked("name", () -> new Tool(name, description == null ? "" : description, schema));
    }

    private static RequestFields function(RequestFields fields) {
        RequestFields function = fields.object("function");
        if (function == null) {
            throw new InvalidRequestException(
                    fields.path("function") + " is left out but must have a name.",
                    fields.path("function"),
                    InvalidRequestException.MISSING);
        }
        return function;
    }

    private static Map<String, Object> members(RequestFields function) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (function.plain("parameters") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }

    private static List<Tool> required(RequestFields fields, List<Tool> tools) {
        if (tools.isEmpty()) {
            throw fields.refused(
                    CHOICE, "tool_choice asks for a call but there are no tools; give tools, or leave it out.");
        }
        return tools;
    }

    private static Tool named(RequestFields fields, List<Tool> tools) {
        RequestFields choice = fields.object(CHOICE);
        if (choice == null || !choice.requiredText("type").equals("function")) {
            throw new InvalidRequestException(
                    "tool_choice has a type that is not supported; write \"none\", \"auto\", \"required\", or {\"type\":"
                            + " \"function\", \"function\": {\"name\": …}} for the one to call.",
                    "tool_choice.type",
                    InvalidRequestException.UNSUPPORTED);
        }
        RequestFields function = function(choice);
        String name = function.requiredText("name");
        function.end();
        choice.end();
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> function.refused(
                        "name",
                        "tool_choice names " + name
                                + ", which is none of the tools; give that tool, or name another."));
    }
}
