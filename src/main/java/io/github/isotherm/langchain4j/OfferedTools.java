package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.isotherm.chat.Tool;
import io.github.isotherm.grammar.schema.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LangChain4j's specifications of tools, as what may be called. */
final class OfferedTools {
    private OfferedTools() {}

    static List<Tool> of(ChatRequestParameters parameters) {
        List<ToolSpecification> tools = parameters.toolSpecifications();
        return tools == null || parameters.toolChoice() == ToolChoice.NONE
                ? List.of()
                : tools.stream().map(OfferedTools::tool).toList();
    }

    static io.github.isotherm.chat.ToolChoice choice(ChatRequestParameters parameters) {
        return parameters.toolChoice() == ToolChoice.REQUIRED
                ? io.github.isotherm.chat.ToolChoice.REQUIRED
                : io.github.isotherm.chat.ToolChoice.AUTO;
    }

    private static Tool tool(ToolSpecification specification) {
        String description = specification.description() == null ? "" : specification.description();
        if (specification.parameters() == null) {
            Map<String, ?> none = members(ResponseSchema.NO_ARGUMENTS);
            return new Tool(specification.name(), description, none);
        }
        return new Tool(
                specification.name(),
                description,
                JsonSchemaElementUtils.toMap(specification.parameters()),
                members(ResponseSchema.ofArguments(specification.parameters())));
    }

    private static Map<String, ?> members(JsonText schema) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (schema.value() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }
}
