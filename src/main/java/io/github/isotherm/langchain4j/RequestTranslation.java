package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.chat.ConstrainedAnswer;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LangChain4j's parameters as completion options: each one is taken over or refused. */
final class RequestTranslation {
    private SamplingSettings settings = SamplingSettings.NONE;
    private boolean sampling;
    private final ChatRequestParameters parameters;

    private RequestTranslation(ChatRequestParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Options from parameters.
     *
     * @param parameters defaults and request merged
     * @param modelName the one name that is answered to
     */
    static CompletionOptions options(ChatRequestParameters parameters, String modelName) {
        refuseUnsupported(parameters, modelName);
        RequestTranslation translation = new RequestTranslation(parameters);
        translation.named();
        CompletionOptions options = CompletionOptions.defaults();
        if (parameters.maxOutputTokens() != null) {
            options = options.maxTokens(parameters.maxOutputTokens());
        }
        if (parameters.stopSequences() != null && !parameters.stopSequences().isEmpty()) {
            options = options.stop(parameters.stopSequences());
        }
        return translation.local(options);
    }

    /** Options whose answer is held to the response format, where one is asked for. */
    static CompletionOptions answered(
            CompletionOptions options, ChatRequestParameters parameters, IntegerRange integers) {
        AnswerSchema answer = ResponseSchema.of(parameters.responseFormat(), integers);
        return answer == null
                ? options
                : ConstrainedAnswer.of(options, ChainStep.of(answer.constraint()), "a JSON response format");
    }

    private void named() {
        for (KindOfSampling kind : KindOfSampling.values()) {
            LogitsProcessor processor = kind.of(parameters);
            if (processor != null) {
                add(ChainStep.of(processor));
            }
        }
    }

    private void add(ChainStep step) {
        settings = settings.with(step);
        sampling = true;
    }

    private CompletionOptions local(CompletionOptions options) {
        if (!(parameters instanceof IsothermChatRequestParameters local)) {
            return options.settings(settings);
        }
        byKind(local.sampling());
        List<LogitsProcessor> own = local.logitsProcessors();
        for (int i = 0; own != null && i < own.size(); i++) {
            add(ChainStep.named("custom_" + (i + 1), own.get(i)));
        }
        refuseSettingsBesideChain(local);
        return options.settings(settings)
                .chain(local.chain())
                .seed(local.seed())
                .stopTokenIds(local.stopTokenIds() == null ? List.of() : local.stopTokenIds())
                .timeout(local.timeout())
                .trace(trace(local));
    }

    private void byKind(@Nullable SamplingSettings sampling) {
        if (sampling == null) {
            return;
        }
        for (ChainStep step : sampling.steps()) {
            if (settings.has(step.name())) {
                throw new InvalidValueException("The sampling parameter " + Spelling.kebab(step.name())
                        + " is set twice, by its own name and in sampling; leave one of them out.");
            }
        }
        settings = settings.overriddenBy(sampling);
        this.sampling |= !sampling.steps().isEmpty();
    }

    private void refuseSettingsBesideChain(IsothermChatRequestParameters local) {
        if (local.chain() != null && sampling) {
            throw new UnsupportedFeatureException(
                    "Sampling parameters beside a chain are not supported, since the chain"
                            + " is the whole chain; put them into it or leave the chain out.");
        }
    }

    private static @Nullable TraceOptions trace(IsothermChatRequestParameters local) {
        if (local.topLogprobs() != null) {
            return TraceOptions.top(local.topLogprobs());
        }
        return Boolean.TRUE.equals(local.logprobs()) ? TraceOptions.TOKENS : null;
    }

    private static void refuseUnsupported(ChatRequestParameters parameters, String modelName) {
        String asked = parameters.modelName();
        if (asked != null && !asked.equals(modelName)) {
            throw new UnsupportedFeatureException("The modelName \"" + asked + "\" is not supported: this model is \""
                    + modelName + "\"; leave modelName out or open that model.");
        }
        if (parameters.toolChoice() == ToolChoice.REQUIRED
                && (parameters.toolSpecifications() == null
                        || parameters.toolSpecifications().isEmpty())) {
            throw new InvalidValueException(
                    "The toolChoice is REQUIRED but there are no tools; give toolSpecifications, or leave"
                            + " toolChoice out.");
        }
    }
}
