package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.isotherm.TemplateTime;
import java.util.List;
import java.util.Map;

/**
 * What the chat template reads beside the messages.
 *
 * @param tools what is told to the model
 * @param variables by name
 * @param time what it reads where it writes the date
 */
record TemplateInputs(List<ToolSpecification> tools, Map<String, ?> variables, TemplateTime time) {
    static TemplateInputs of(ChatRequestParameters parameters) {
        if (parameters instanceof IsothermChatRequestParameters local) {
            Map<String, Object> variables = local.templateVariables();
            return new TemplateInputs(
                    tools(local), variables == null ? Map.of() : variables, TemplateTime.of(local.templateTime()));
        }
        return new TemplateInputs(tools(parameters), Map.of(), TemplateTime.of(null));
    }

    private static List<ToolSpecification> tools(ChatRequestParameters parameters) {
        List<ToolSpecification> tools = parameters.toolSpecifications();
        return tools == null || parameters.toolChoice() == ToolChoice.NONE ? List.of() : tools;
    }
}
