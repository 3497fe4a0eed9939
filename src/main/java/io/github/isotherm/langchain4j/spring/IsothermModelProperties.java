package io.github.isotherm.langchain4j.spring;

import dev.langchain4j.model.chat.Capability;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.langchain4j.ModelBuilder;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.TemplateVariables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one model, under {@code langchain4j.isotherm.chat-model} and its twins; keys are the builders' names in
 * kebab-case. What is not set comes from the model's own {@code generation_config.json}.
 *
 * @param temperature ≥ 0; 0 always takes the most probable token
 * @param topP in [0, 1]
 * @param topK ≥ 0; 0 is off
 * @param minP in [0, 1]; 0 is off
 * @param typicalP in (0, 1]; 1 is off
 * @param frequencyPenalty finite; 0 is off
 * @param presencePenalty finite; 0 is off
 * @param repetitionPenalty &gt; 0; 1 is off
 * @param logitBias token id to bias
 * @param sampling processors by kind: name to value, or to values by parameter
 * @param chain the whole chain as text, instead of the sampling properties
 * @param maxOutputTokens ≥ 1
 * @param stopSequences none empty
 * @param stopTokenIds ids that end an answer beside the model's own ends
 * @param seed in [0, 2^53)
 * @param logprobs whether responses tell the probability of every token
 * @param topLogprobs how many of the most probable tokens responses list at each step
 * @param allowSpecialInContent whether names of special tokens that a message spells become those tokens; off when not set
 * @param timeout how long an answer may take
 * @param templateVariables variables of the chat template, as one JSON object
 * @param templateTime what time the chat template reads: a date, or with a time of day
 * @param schemaInPrompt how the model is told the JSON schema of a response format: shape, schema or none
 * @param enableThinking whether a chat model thinks before it answers; the chat template's own default when not set
 * @param returnThinking whether a chat model returns what it thinks; left out when not set
 * @param modelName the name that requests ask for; the model answers to its own alone
 * @param logRequests whether every request is logged, at level INFO
 * @param logResponses whether every response is logged, at level INFO
 * @param supportedCapabilities what the model says that it can do
 */
public record IsothermModelProperties(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double typicalP,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double repetitionPenalty,
        @Nullable Map<Integer, Double> logitBias,
        @Nullable Map<String, Object> sampling,
        @Nullable String chain,
        @Nullable Integer maxOutputTokens,
        @Nullable List<String> stopSequences,
        @Nullable List<Integer> stopTokenIds,
        @Nullable Long seed,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs,
        @Nullable Boolean allowSpecialInContent,
        @Nullable Duration timeout,
        @Nullable String templateVariables,
        @Nullable String templateTime,
        @Nullable SchemaInPrompt schemaInPrompt,
        @Nullable Boolean enableThinking,
        @Nullable Boolean returnThinking,
        @Nullable String modelName,
        @Nullable Boolean logRequests,
        @Nullable Boolean logResponses,
        @Nullable Set<Capability> supportedCapabilities) {

    /** The same for a language model, whose prompts and texts are taken as they are. */
    IsothermModelProperties withoutThinking(String prefix) {
        if (enableThinking != null || returnThinking != null) {
            throw new InvalidValueException(
                    prefix
                            + (enableThinking == null ? ".return-thinking" : ".enable-thinking")
                            + " is set but a language model takes prompts and texts as they are; leave it out, or take a chat model.");
        }
        return this;
    }

    /** Sets everything on a builder but whether thinking is returned, which chat models alone can. */
    <B extends ModelBuilder<B>> B applyTo(B builder) {
        builder.temperature(temperature)
                .topP(topP)
                .topK(topK)
                .minP(minP)
                .typicalP(typicalP)
                .frequencyPenalty(frequencyPenalty)
                .presencePenalty(presencePenalty)
                .repetitionPenalty(repetitionPenalty)
                .logitBias(logitBias)
                .sampling(sampling == null ? null : SamplingProperties.of(sampling))
                .chain(chain == null ? null : ProcessorCatalog.standard().parse(chain))
                .maxOutputTokens(maxOutputTokens)
                .stopTokenIds(stopTokenIds)
                .seed(seed)
                .logprobs(logprobs)
                .topLogprobs(topLogprobs)
                .allowSpecialInContent(Boolean.TRUE.equals(allowSpecialInContent))
                .timeout(timeout)
                .templateVariables(templateVariables == null ? null : TemplateVariables.read(templateVariables))
                .templateTime(templateTime == null ? null : TemplateTime.parse(templateTime))
                .schemaInPrompt(schemaInPrompt)
                .enableThinking(enableThinking)
                .modelName(modelName)
                .logRequests(logRequests)
                .logResponses(logResponses);
        if (supportedCapabilities != null) {
            builder.supportedCapabilities(supportedCapabilities);
        }
        return stopSequences == null ? builder : builder.stopSequences(stopSequences);
    }
}
