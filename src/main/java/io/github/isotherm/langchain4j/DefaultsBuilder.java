package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.ResponseFormat;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of all adapters set for requests that say nothing of it.
 *
 * @param <B> the builder itself
 */
public abstract class DefaultsBuilder<B extends DefaultsBuilder<B>> {
    private final IsothermChatRequestParameters.Builder parameters = IsothermChatRequestParameters.builder();

    /** A builder with nothing set. */
    protected DefaultsBuilder() {}

    /**
     * The builder itself.
     *
     * @return this
     */
    protected abstract B self();

    /** What was set. */
    IsothermChatRequestParameters defaults() {
        return Failures.translating(parameters::build);
    }

    /**
     * Sets the default temperature.
     *
     * @param value ≥ 0; 0 always takes the most probable token
     * @return this
     */
    public B temperature(@Nullable Double value) {
        parameters.temperature(value);
        return self();
    }

    /**
     * Sets the default top-p.
     *
     * @param value in [0, 1]; 1 is off
     * @return this
     */
    public B topP(@Nullable Double value) {
        parameters.topP(value);
        return self();
    }

    /**
     * Sets the default top-k.
     *
     * @param value ≥ 0; 0 is off
     * @return this
     */
    public B topK(@Nullable Integer value) {
        parameters.topK(value);
        return self();
    }

    /**
     * Sets the default min-p.
     *
     * @param value in [0, 1]; 0 is off
     * @return this
     */
    public B minP(@Nullable Double value) {
        parameters.minP(value);
        return self();
    }

    /**
     * Sets the default typical-p.
     *
     * @param value in (0, 1]; 1 is off
     * @return this
     */
    public B typicalP(@Nullable Double value) {
        parameters.typicalP(value);
        return self();
    }

    /**
     * Sets the default frequency penalty.
     *
     * @param value finite; 0 is off
     * @return this
     */
    public B frequencyPenalty(@Nullable Double value) {
        parameters.frequencyPenalty(value);
        return self();
    }

    /**
     * Sets the default presence penalty.
     *
     * @param value finite; 0 is off
     * @return this
     */
    public B presencePenalty(@Nullable Double value) {
        parameters.presencePenalty(value);
        return self();
    }

    /**
     * Sets the default repetition penalty.
     *
     * @param value &gt; 0; 1 is off
     * @return this
     */
    public B repetitionPenalty(@Nullable Double value) {
        parameters.repetitionPenalty(value);
        return self();
    }

    /**
     * Sets what is added to the logits of tokens by default.
     *
     * @param value token id to bias, −infinity to ban
     * @return this
     */
    public B logitBias(@Nullable Map<Integer, Double> value) {
        parameters.logitBias(value);
        return self();
    }

    /**
     * Sets processors by kind by default, any that the catalog knows.
     *
     * @param value such as {@code SamplingSettings.of(new Xtc(0.5, 0.1, 1, List.of()))}
     * @return this
     */
    public B sampling(@Nullable SamplingSettings value) {
        parameters.sampling(value);
        return self();
    }

    /**
     * Sets the whole chain by default.
     *
     * @param value the chain
     * @return this
     */
    public B chain(@Nullable ProcessorChain value) {
        parameters.chain(value);
        return self();
    }

    /**
     * Sets processors of the user's own by default.
     *
     * @param value in order
     * @return this
     */
    public B logitsProcessors(@Nullable List<LogitsProcessor> value) {
        parameters.logitsProcessors(value);
        return self();
    }

    /**
     * Sets whether responses tell the probability of every token by default.
     *
     * @param value true to tell
     * @return this
     */
    public B logprobs(@Nullable Boolean value) {
        parameters.logprobs(value);
        return self();
    }

    /**
     * Sets how many of the model's most probable tokens responses list at each step by default.
     *
     * @param value ≥ 0
     * @return this
     */
    public B topLogprobs(@Nullable Integer value) {
        parameters.topLogprobs(value);
        return self();
    }

    /**
     * Sets the default most tokens of an answer.
     *
     * @param value ≥ 1; null for as the model's own configuration says, else until the model ends the answer or its context is
     *     full
     * @return this
     */
    public B maxOutputTokens(@Nullable Integer value) {
        parameters.maxOutputTokens(value);
        return self();
    }

    /**
     * Sets the default most tokens of an answer, by the name that other providers have for it.
     *
     * @param value as {@link #maxOutputTokens}, which is left out or the same
     * @return this
     */
    public B maxTokens(@Nullable Integer value) {
        parameters.maxTokens(value);
        return self();
    }

    /**
     * Sets the default stop sequences.
     *
     * @param value none empty; the name of a special token is found where that token is
     * @return this
     */
    public B stopSequences(List<String> value) {
        parameters.stopSequences(value);
        return self();
    }

    /**
     * Sets the default stop sequences.
     *
     * @param value none empty
     * @return this
     */
    public B stopSequences(String... value) {
        return stopSequences(List.of(value));
    }

    /**
     * Sets the default stop sequences, by the name that other providers have for them.
     *
     * @param value as {@link #stopSequences(List)}, which is left out or the same
     * @return this
     */
    public B stop(List<String> value) {
        parameters.stop(value);
        return self();
    }

    /**
     * Sets the default stop sequences, by the name that other providers have for them.
     *
     * @param value as {@link #stopSequences(List)}, which is left out or the same
     * @return this
     */
    public B stop(String... value) {
        return stop(List.of(value));
    }

    /**
     * Sets the default ids that end an answer beside the model's own ends.
     *
     * @param value token ids
     * @return this
     */
    public B stopTokenIds(@Nullable List<Integer> value) {
        parameters.stopTokenIds(value);
        return self();
    }

    /**
     * Sets the default seed.
     *
     * @param value in [0, 2^53)
     * @return this
     */
    public B seed(@Nullable Long value) {
        parameters.seed(value);
        return self();
    }

    /**
     * Sets the default seed.
     *
     * @param value ≥ 0
     * @return this
     */
    public B seed(int value) {
        return seed(Long.valueOf(value));
    }

    /**
     * Sets the name that requests ask for by default. A model answers to its own alone.
     *
     * @param value the model's name, which is that of its folder, or null
     * @return this
     */
    public B modelName(@Nullable String value) {
        parameters.modelName(value);
        return self();
    }

    /**
     * Sets the default format of answers.
     *
     * @param value the format, or null for text
     * @return this
     */
    public B responseFormat(@Nullable ResponseFormat value) {
        parameters.responseFormat(value);
        return self();
    }

    /**
     * Sets the default variables of the chat template, such as {@code enable_thinking}.
     *
     * @param value by name: strings, numbers, booleans, lists and maps; not {@code messages}
     * @return this
     */
    public B templateVariables(@Nullable Map<String, Object> value) {
        parameters.templateVariables(value);
        return self();
    }

    /**
     * Sets the default time that the chat template reads, where it writes the date: with the same time and the same seed an
     * answer is the same on another day.
     *
     * @param value the time, or null for now; responses tell it where the template read it
     * @return this
     */
    public B templateTime(@Nullable LocalDateTime value) {
        parameters.templateTime(value);
        return self();
    }

    /**
     * Sets how long an answer may take by default.
     *
     * @param value longer than zero
     * @return this
     */
    public B timeout(@Nullable Duration value) {
        parameters.timeout(value);
        return self();
    }

    /**
     * Sets whether the model thinks before it answers by default.
     *
     * @param value true to think, or null for the chat template's own default; refused where the template has no switch
     * @return this
     */
    public B enableThinking(@Nullable Boolean value) {
        parameters.enableThinking(value);
        return self();
    }

    /**
     * Sets how the model is told the JSON schema of a response format by default, where its chat template has no place for it;
     * the answer fits it in any case. Language models, whose prompts are read as they are, tell none.
     *
     * @param value in which words, or null for {@link SchemaInPrompt#SHAPE}
     * @return this
     */
    public B schemaInPrompt(@Nullable SchemaInPrompt value) {
        parameters.schemaInPrompt(value);
        return self();
    }
}
