package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.isotherm.LocalModel;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.chat.TemplateInputs;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What LangChain4j's parameters say to the chat template. */
final class RequestInputs {
    private RequestInputs() {}

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

    /** With what the model's chat template calls the switch of thinking. */
    static TemplateInputs of(ChatRequestParameters parameters, LocalModel model) {
        TemplateInputs inputs = of(parameters);
        Boolean thinks = thinks(parameters);
        if (thinks == null) {
            return inputs;
        }
        refuseUnread(parameters, model);
        return inputs.thinking(model, thinks);
    }

    /** Refuses to switch thinking where the model's chat template has no switch. */
    static void refuseUnread(ChatRequestParameters parameters, LocalModel model) {
        if (thinks(parameters) != null && !TemplateInputs.hasThinkingSwitch(model)) {
            throw new UnsupportedFeatureException("enableThinking is not supported by the model \"" + model.name()
                    + "\", whose chat template reads neither enable_thinking nor thinking; leave it out.");
        }
    }

    private static @Nullable Boolean thinks(ChatRequestParameters parameters) {
        return parameters instanceof IsothermChatRequestParameters local ? local.enableThinking() : null;
    }
}
