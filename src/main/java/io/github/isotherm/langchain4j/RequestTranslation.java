package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.isotherm.CompletionOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** LangChain4j's parameters as completion options: each one is taken over or refused. */
final class RequestTranslation {
    private RequestTranslation() {}

    /** Options from parameters. */
    static CompletionOptions options(ChatRequestParameters parameters, String modelName) {
        refuseUnsupported(parameters, modelName);
        CompletionOptions options = CompletionOptions.defaults();
        if (parameters.temperature() != null) {
            options = options.temperature(parameters.temperature());
        }
        if (parameters.topP() != null) {
            options = options.topP(parameters.topP());
        }
        if (parameters.topK() != null) {
            options = options.topK(parameters.topK());
        }
        if (parameters.maxOutputTokens() != null) {
            options = options.maxTokens(parameters.maxOutputTokens());
        }
        if (parameters.stopSequences() != null) {
            options = options.stop(parameters.stopSequences());
        }
        return parameters instanceof IsothermChatRequestParameters local ? options.seed(local.seed()) : options;
    }

    private static void refuseUnsupported(ChatRequestParameters parameters, String modelName) {
        String asked = parameters.modelName();
        if (asked != null && !asked.equals(modelName)) {
            throw new UnsupportedFeatureException("The modelName \"" + asked + "\" is not supported: this model is \""
                    + modelName + "\"; leave modelName out or open that model.");
        }
        refuse("frequencyPenalty", parameters.frequencyPenalty());
        refuse("presencePenalty", parameters.presencePenalty());
        if (parameters.toolChoice() == ToolChoice.REQUIRED) {
            throw new UnsupportedFeatureException("ToolChoice.REQUIRED is not supported by isotherm; leave it out.");
        }
        if (parameters.toolSpecifications() != null
                && !parameters.toolSpecifications().isEmpty()) {
            throw new UnsupportedFeatureException("tools are not supported by isotherm; leave toolSpecifications out.");
        }
        if (parameters.responseFormat() != null
                && Objects.equals(parameters.responseFormat().type(), ResponseFormatType.JSON)) {
            throw new UnsupportedFeatureException(
                    "JSON response format is not supported by isotherm; leave responseFormat out.");
        }
    }

    private static void refuse(String name, @Nullable Object value) {
        if (value != null) {
            throw new UnsupportedFeatureException(name + " is not supported by isotherm; leave it out.");
        }
    }
}
