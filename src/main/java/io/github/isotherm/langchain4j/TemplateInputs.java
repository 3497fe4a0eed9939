package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.chat.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the chat template reads beside the messages.
 *
 * @param tools what is told to the model
 * @param variables by name
 * @param time what it reads where it writes the date
 * @param answer the JSON that the answer is to be, null for text
 * @param telling how it is told where the template has no place for it
 */
record TemplateInputs(
        List<Tool> tools,
        Map<String, ?> variables,
        TemplateTime time,
        @Nullable AnswerSchema answer,
        SchemaInPrompt telling) {
    TemplateInputs(List<Tool> tools, Map<String, ?> variables, TemplateTime time) {
        this(tools, variables, time, null, SchemaInPrompt.NONE);
    }

    static TemplateInputs of(ChatRequestParameters parameters) {
        if (parameters instanceof IsothermChatRequestParameters local) {
            Map<String, Object> variables = local.templateVariables();
            SchemaInPrompt telling = local.schemaInPrompt();
            return new TemplateInputs(
                    OfferedTools.of(local),
                    variables == null ? Map.of() : variables,
                    TemplateTime.of(local.templateTime()),
                    ResponseSchema.of(local.responseFormat()),
                    telling == null ? SchemaInPrompt.SHAPE : telling);
        }
        return new TemplateInputs(
                OfferedTools.of(parameters),
                Map.of(),
                TemplateTime.of(null),
                ResponseSchema.of(parameters.responseFormat()),
                SchemaInPrompt.SHAPE);
    }

    /** With the answer's schema among the variables, where a template has a place for it. */
    TemplateInputs in(ChatFormat format) {
        if (answer == null || !format.reads(AnswerSchema.VARIABLE)) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(variables);
        more.putIfAbsent(AnswerSchema.VARIABLE, answer.variable());
        return new TemplateInputs(tools, more, time, null, SchemaInPrompt.NONE);
    }

    /** With the tools that the chat template is told. */
    TemplateInputs telling(List<Tool> told) {
        return new TemplateInputs(told, variables, time, answer, telling);
    }

    /** With no JSON asked for. */
    TemplateInputs withoutAnswer() {
        return new TemplateInputs(tools, variables, time, null, telling);
    }

    /** With what the model's chat template calls the switch of thinking. */
    static TemplateInputs of(ChatRequestParameters parameters, LocalModel model) {
        TemplateInputs inputs = of(parameters);
        Boolean thinks = thinks(parameters);
        if (thinks == null) {
            return inputs;
        }
        refuseUnread(parameters, model);
        Map<String, Object> variables = new LinkedHashMap<>(inputs.variables);
        model.chatFormat().thinkingVariable().ifPresent(name -> variables.put(name, thinks));
        return new TemplateInputs(inputs.tools, variables, inputs.time, inputs.answer, inputs.telling);
    }

    /** Refuses to switch thinking where the model's chat template has no switch. */
    static void refuseUnread(ChatRequestParameters parameters, LocalModel model) {
        if (thinks(parameters) != null
                && !(model.hasChatFormat()
                        && model.chatFormat().thinkingVariable().isPresent())) {
            throw new UnsupportedFeatureException("enableThinking is not supported by the model \"" + model.name()
                    + "\", whose chat template reads neither enable_thinking nor thinking; leave it out.");
        }
    }

    private static @Nullable Boolean thinks(ChatRequestParameters parameters) {
        return parameters instanceof IsothermChatRequestParameters local ? local.enableThinking() : null;
    }
}
