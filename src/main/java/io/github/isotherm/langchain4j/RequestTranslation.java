package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Constraining;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.ArrayList;
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
     * @param knowsTools whether the model's chat template can tell tools
     */
    static CompletionOptions options(ChatRequestParameters parameters, String modelName, boolean knowsTools) {
        refuseUnsupported(parameters, modelName, knowsTools);
        RequestTranslation translation = new RequestTranslation(parameters);
        translation.named();
        CompletionOptions options = CompletionOptions.defaults();
        if (parameters.maxOutputTokens() != null) {
            options = options.maxTokens(parameters.maxOutputTokens());
        }
        if (parameters.stopSequences() != null && !parameters.stopSequences().isEmpty()) {
            options = options.stop(parameters.stopSequences());
        }
        return translation.held(translation.local(options));
    }

    private CompletionOptions held(CompletionOptions options) {
        AnswerSchema answer = ResponseSchema.of(parameters.responseFormat());
        if (answer == null) {
            return options;
        }
        refuseSecondConstraint(steps(options));
        return held(options, answer.constraint());
    }

    private static List<ChainStep> steps(CompletionOptions options) {
        ProcessorChain chain = options.chain();
        return chain == null ? options.settings().steps() : chain.steps();
    }

    /** Whether something holds the answer to a form. */
    static boolean isHeld(CompletionOptions options) {
        return steps(options).stream().anyMatch(step -> step.processor() instanceof Constraining);
    }

    /** With a constraint in front of everything but a repair, which alone may stand first. */
    static CompletionOptions held(CompletionOptions options, LogitsProcessor constraint) {
        if (options.chain() == null) {
            return options.with(constraint);
        }
        List<ChainStep> steps = new ArrayList<>(steps(options));
        boolean repairs = !steps.isEmpty() && steps.get(0).processor().admitsAnything();
        steps.add(repairs ? 1 : 0, ChainStep.of(constraint));
        return options.chain(ProcessorChain.ofSteps(steps));
    }

    private static void refuseSecondConstraint(List<ChainStep> steps) {
        for (ChainStep step : steps) {
            if (step.processor() instanceof Constraining) {
                throw new UnsupportedFeatureException("The constraint " + Spelling.kebab(step.name())
                        + " beside a JSON response format is not supported, since a text that fits one of them need not"
                        + " have an end that fits the other; leave one out.");
            }
        }
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

    private static void refuseUnsupported(ChatRequestParameters parameters, String modelName, boolean knowsTools) {
        String asked = parameters.modelName();
        if (asked != null && !asked.equals(modelName)) {
            throw new UnsupportedFeatureException("The modelName \"" + asked + "\" is not supported: this model is \""
                    + modelName + "\"; leave modelName out or open that model.");
        }
        if (parameters.toolChoice() == ToolChoice.REQUIRED) {
            throw new UnsupportedFeatureException(
                    "ToolChoice.REQUIRED is not supported by isotherm, which cannot force a"
                            + " call; use ToolChoice.AUTO.");
        }
        if (!knowsTools
                && parameters.toolSpecifications() != null
                && !parameters.toolSpecifications().isEmpty()
                && parameters.toolChoice() != ToolChoice.NONE) {
            throw new UnsupportedFeatureException("tools are not supported by the model \"" + modelName
                    + "\", whose chat template has no place for them; leave toolSpecifications out.");
        }
    }
}
