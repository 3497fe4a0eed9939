package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's common parameters and those of a local model beside them. What is null is not set.
 *
 * <p>Merging keeps these fields in both directions. A {@link #chain()} is the whole chain: one that a request sets takes
 * the place of the sampling parameters it would otherwise inherit, and sampling parameters beside it are refused.
 */
public class IsothermChatRequestParameters extends DefaultChatRequestParameters {
    private final @Nullable Long seed;
    private final @Nullable Double minP;
    private final @Nullable Double typicalP;
    private final @Nullable Double repetitionPenalty;
    private final @Nullable Map<Integer, Double> logitBias;
    private final @Nullable SamplingSettings sampling;
    private final @Nullable ProcessorChain chain;
    private final @Nullable List<LogitsProcessor> logitsProcessors;
    private final @Nullable Boolean logprobs;
    private final @Nullable Integer topLogprobs;
    private final @Nullable Duration timeout;
    private final @Nullable Map<String, Object> templateVariables;
    private final @Nullable Boolean enableThinking;
    private final @Nullable List<Integer> stopTokenIds;
    private final @Nullable LocalDateTime templateTime;
    private final @Nullable SchemaInPrompt schemaInPrompt;

    /**
     * Parameters from a builder.
     *
     * @param builder filled in
     */
    protected IsothermChatRequestParameters(Builder builder) {
        super(builder);
        seed = builder.seed;
        minP = builder.minP;
        typicalP = builder.typicalP;
        repetitionPenalty = builder.repetitionPenalty;
        logitBias = builder.logitBias == null ? null : Map.copyOf(builder.logitBias);
        sampling = builder.sampling;
        chain = builder.chain;
        logitsProcessors = builder.logitsProcessors == null ? null : List.copyOf(builder.logitsProcessors);
        logprobs = builder.logprobs;
        topLogprobs = builder.topLogprobs;
        timeout = builder.timeout;
        templateVariables = builder.templateVariables == null
                ? null
                : Collections.unmodifiableMap(new LinkedHashMap<>(builder.templateVariables));
        enableThinking = builder.enableThinking;
        stopTokenIds = builder.stopTokenIds == null ? null : List.copyOf(builder.stopTokenIds);
        templateTime = builder.templateTime;
        schemaInPrompt = builder.schemaInPrompt;
    }

    /**
     * Variables of the chat template, such as {@code enable_thinking} or {@code reasoning_effort}.
     *
     * @return by name, or null for none
     */
    public @Nullable Map<String, Object> templateVariables() {
        return templateVariables;
    }

    /**
     * Whether the model thinks before it answers: the variable {@code enable_thinking} of its chat template, or {@code thinking}
     * where it reads that; counts over the same one among {@link #templateVariables()}.
     *
     * @return true to think, or null for the template's own default
     */
    public @Nullable Boolean enableThinking() {
        return enableThinking;
    }

    /**
     * Ids that end an answer beside the model's own ends, and are left out of it.
     *
     * @return token ids, or null for none
     */
    public @Nullable List<Integer> stopTokenIds() {
        return stopTokenIds;
    }

    /**
     * The time that the chat template reads, where it writes the date.
     *
     * @return the time, or null for now
     */
    public @Nullable LocalDateTime templateTime() {
        return templateTime;
    }

    /**
     * How the model is told the JSON schema of a response format, where its chat template has no place for it.
     *
     * @return the words, or null for {@link SchemaInPrompt#SHAPE}
     */
    public @Nullable SchemaInPrompt schemaInPrompt() {
        return schemaInPrompt;
    }

    /**
     * The key of the draws: the same request with the same seed gives the same text.
     *
     * @return in [0, 2^53), or null to have one chosen
     */
    public @Nullable Long seed() {
        return seed;
    }

    /**
     * Min-p.
     *
     * @return in [0, 1], 0 for off, or null
     */
    public @Nullable Double minP() {
        return minP;
    }

    /**
     * Typical-p.
     *
     * @return in (0, 1], 1 for off, or null
     */
    public @Nullable Double typicalP() {
        return typicalP;
    }

    /**
     * The repetition penalty.
     *
     * @return &gt; 0, 1 for off, or null
     */
    public @Nullable Double repetitionPenalty() {
        return repetitionPenalty;
    }

    /**
     * What is added to the logits of tokens.
     *
     * @return token id to bias, −infinity to ban; or null
     */
    public @Nullable Map<Integer, Double> logitBias() {
        return logitBias;
    }

    /**
     * Processors by kind, any that the catalog knows: xtc, dry, mirostat and the rest that have no parameter of their own
     * here.
     *
     * @return the settings, or null
     */
    public @Nullable SamplingSettings sampling() {
        return sampling;
    }

    /**
     * The whole chain, in order, instead of every sampling parameter and the model's own settings.
     *
     * @return the chain, or null
     */
    public @Nullable ProcessorChain chain() {
        return chain;
    }

    /**
     * Processors of the user's own, which stand before temperature and truncations.
     *
     * @return the processors in order, or null
     */
    public @Nullable List<LogitsProcessor> logitsProcessors() {
        return logitsProcessors;
    }

    /**
     * Whether the response tells the probability of every token.
     *
     * @return true to tell, or null
     */
    public @Nullable Boolean logprobs() {
        return logprobs;
    }

    /**
     * How many of the model's most probable tokens the response lists at each step; includes {@link #logprobs()}.
     *
     * @return ≥ 0, or null
     */
    public @Nullable Integer topLogprobs() {
        return topLogprobs;
    }

    /**
     * How long an answer may take, prompt included.
     *
     * @return longer than zero, or null for as long as it needs
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    @Override
    public IsothermChatRequestParameters overrideWith(ChatRequestParameters that) {
        return builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public IsothermChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return builder().overrideWith(that).overrideWith(this).build();
    }

    /**
     * Parameters to fill in.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    private List<@Nullable Object> own() {
        return java.util.Arrays.asList(
                seed,
                minP,
                typicalP,
                repetitionPenalty,
                logitBias,
                sampling,
                chain,
                logitsProcessors,
                logprobs,
                topLogprobs,
                timeout,
                templateVariables,
                enableThinking,
                stopTokenIds,
                templateTime,
                schemaInPrompt);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof IsothermChatRequestParameters that && own().equals(that.own());
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), own());
    }

    @Override
    public String toString() {
        return "IsothermChatRequestParameters{" + super.toString() + ", seed=" + seed + ", minP=" + minP + ", typicalP="
                + typicalP + ", repetitionPenalty=" + repetitionPenalty + ", logitBias=" + logitBias + ", sampling="
                + sampling + ", chain="
                + chain
                + ", logitsProcessors=" + logitsProcessors + ", logprobs=" + logprobs + ", topLogprobs=" + topLogprobs
                + ", timeout=" + timeout + ", templateVariables=" + templateVariables + ", enableThinking="
                + enableThinking + ", templateTime="
                + templateTime + ", stopTokenIds=" + stopTokenIds + ", schemaInPrompt=" + schemaInPrompt + "}";
    }

    /** Builds the parameters. */
    public static class Builder extends DefaultChatRequestParameters.Builder<Builder> {
        private @Nullable Long seed;
        private @Nullable Double minP;
        private @Nullable Double typicalP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Map<Integer, Double> logitBias;
        private @Nullable SamplingSettings sampling;
        private @Nullable ProcessorChain chain;
        private @Nullable List<LogitsProcessor> logitsProcessors;
        private @Nullable Boolean logprobs;
        private @Nullable Integer topLogprobs;
        private @Nullable Duration timeout;
        private @Nullable Map<String, Object> templateVariables;
        private @Nullable Boolean enableThinking;
        private @Nullable List<Integer> stopTokenIds;
        private @Nullable LocalDateTime templateTime;
        private @Nullable SchemaInPrompt schemaInPrompt;
        private final Alias<Integer> most = new Alias<>("maxTokens", "maxOutputTokens");
        private final Alias<List<String>> stops = new Alias<>("stop", "stopSequences");

        /** Parameters, none set. */
        public Builder() {}

        /**
         * Sets the seed.
         *
         * @param value in [0, 2^53), or null
         * @return this
         */
        public Builder seed(@Nullable Long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the seed.
         *
         * @param value ≥ 0
         * @return this
         */
        public Builder seed(int value) {
            return seed(Long.valueOf(value));
        }

        @Override
        public Builder maxOutputTokens(@Nullable Integer value) {
            most.named(value);
            return super.maxOutputTokens(value);
        }

        /**
         * Sets the most tokens of an answer, by the name that other providers have for it.
         *
         * @param value as {@code maxOutputTokens}, which is left out or the same
         * @return this
         */
        public Builder maxTokens(@Nullable Integer value) {
            most.alias(value);
            return this;
        }

        @Override
        public Builder stopSequences(@Nullable List<String> value) {
            stops.named(value);
            return super.stopSequences(value);
        }

        /**
         * Sets the stop sequences, by the name that other providers have for them.
         *
         * @param value as {@code stopSequences}, which is left out or the same
         * @return this
         */
        public Builder stop(@Nullable List<String> value) {
            stops.alias(value);
            return this;
        }

        /**
         * Sets the stop sequences, by the name that other providers have for them.
         *
         * @param value as {@code stopSequences}, which is left out or the same
         * @return this
         */
        public Builder stop(String... value) {
            return stop(List.of(value));
        }

        /**
         * Sets min-p.
         *
         * @param value in [0, 1], 0 for off, or null
         * @return this
         */
        public Builder minP(@Nullable Double value) {
            minP = value;
            return this;
        }

        /**
         * Sets typical-p.
         *
         * @param value in (0, 1], 1 for off, or null
         * @return this
         */
        public Builder typicalP(@Nullable Double value) {
            typicalP = value;
            return this;
        }

        /**
         * Sets the repetition penalty.
         *
         * @param value &gt; 0, 1 for off, or null
         * @return this
         */
        public Builder repetitionPenalty(@Nullable Double value) {
            repetitionPenalty = value;
            return this;
        }

        /**
         * Sets what is added to the logits of tokens.
         *
         * @param value token id to bias, −infinity to ban; or null
         * @return this
         */
        public Builder logitBias(@Nullable Map<Integer, Double> value) {
            logitBias = value;
            return this;
        }

        /**
         * Sets processors by kind. What also has a parameter of its own here is set by one of the two.
         *
         * @param value such as {@code SamplingSettings.of(new Xtc(0.5, 0.1, 1, List.of()))}, or null
         * @return this
         */
        public Builder sampling(@Nullable SamplingSettings value) {
            sampling = value;
            return this;
        }

        /**
         * Sets the whole chain.
         *
         * @param value the chain, or null
         * @return this
         */
        public Builder chain(@Nullable ProcessorChain value) {
            chain = value;
            return this;
        }

        /**
         * Sets processors of the user's own.
         *
         * @param value in order, or null
         * @return this
         */
        public Builder logitsProcessors(@Nullable List<LogitsProcessor> value) {
            logitsProcessors = value;
            return this;
        }

        /**
         * Sets whether the response tells the probability of every token.
         *
         * @param value true to tell, or null
         * @return this
         */
        public Builder logprobs(@Nullable Boolean value) {
            logprobs = value;
            return this;
        }

        /**
         * Sets how many of the model's most probable tokens the response lists at each step.
         *
         * @param value ≥ 0, or null
         * @return this
         */
        public Builder topLogprobs(@Nullable Integer value) {
            topLogprobs = value;
            return this;
        }

        /**
         * Sets how long an answer may take.
         *
         * @param value longer than zero, or null
         * @return this
         */
        public Builder timeout(@Nullable Duration value) {
            timeout = value;
            return this;
        }

        /**
         * Sets variables of the chat template.
         *
         * @param value by name: strings, numbers, booleans, lists and maps; not {@code messages}; or null
         * @return this
         */
        public Builder templateVariables(@Nullable Map<String, Object> value) {
            templateVariables = value;
            return this;
        }

        /**
         * Sets whether the model thinks before it answers.
         *
         * @param value true to think, or null for the template's own default; refused where the chat template has no switch
         * @return this
         */
        public Builder enableThinking(@Nullable Boolean value) {
            enableThinking = value;
            return this;
        }

        /**
         * Sets ids that end an answer beside the model's own ends.
         *
         * @param value token ids, or null
         * @return this
         */
        public Builder stopTokenIds(@Nullable List<Integer> value) {
            stopTokenIds = value;
            return this;
        }

        /**
         * Sets the time that the chat template reads.
         *
         * @param value the time, or null for now
         * @return this
         */
        public Builder templateTime(@Nullable LocalDateTime value) {
            templateTime = value;
            return this;
        }

        /**
         * Sets how the model is told the JSON schema of a response format, where its chat template has no place for it.
         *
         * @param value in which words, or null
         * @return this
         */
        public Builder schemaInPrompt(@Nullable SchemaInPrompt value) {
            schemaInPrompt = value;
            return this;
        }

        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            if (parameters instanceof IsothermChatRequestParameters local && local.chain() != null) {
                forgetSampling();
            }
            KindOfSampling.forgetOverridden(this, parameters);
            resolveAliases();
            super.overrideWith(parameters);
            if (parameters.maxOutputTokens() != null) {
                most.named(parameters.maxOutputTokens());
            }
            if (parameters.stopSequences() != null
                    && !parameters.stopSequences().isEmpty()) {
                stops.named(parameters.stopSequences());
            }
            if (parameters instanceof IsothermChatRequestParameters local) {
                seed = later(local.seed(), seed);
                minP = later(local.minP(), minP);
                typicalP = later(local.typicalP(), typicalP);
                repetitionPenalty = later(local.repetitionPenalty(), repetitionPenalty);
                logitBias = later(local.logitBias(), logitBias);
                sampling = merged(local.sampling());
                chain = later(local.chain(), chain);
                logitsProcessors = later(local.logitsProcessors(), logitsProcessors);
                logprobs = later(local.logprobs(), logprobs);
                topLogprobs = later(local.topLogprobs(), topLogprobs);
                timeout = later(local.timeout(), timeout);
                templateVariables = later(local.templateVariables(), templateVariables);
                enableThinking = later(local.enableThinking(), enableThinking);
                stopTokenIds = later(local.stopTokenIds(), stopTokenIds);
                templateTime = later(local.templateTime(), templateTime);
                schemaInPrompt = later(local.schemaInPrompt(), schemaInPrompt);
            }
            return this;
        }

        private @Nullable SamplingSettings merged(@Nullable SamplingSettings override) {
            return sampling == null || override == null ? later(override, sampling) : sampling.overriddenBy(override);
        }

        void forgetSetting(String kind) {
            sampling = sampling == null ? null : sampling.without(kind);
        }

        private void forgetSampling() {
            for (KindOfSampling kind : KindOfSampling.values()) {
                kind.forget(this);
            }
            sampling = null;
            logitsProcessors = null;
        }

        private static <T> @Nullable T later(@Nullable T override, @Nullable T earlier) {
            return override != null ? override : earlier;
        }

        /** One name for one thing, from here on. */
        private void resolveAliases() {
            Failures.translating(() -> super.maxOutputTokens(most.resolved()));
            Failures.translating(() -> super.stopSequences(stops.resolved()));
        }

        @Override
        public IsothermChatRequestParameters build() {
            resolveAliases();
            return new IsothermChatRequestParameters(this);
        }
    }
}
