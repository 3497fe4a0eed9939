package io.github.isotherm;

import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to complete a prompt. Immutable: every method returns changed options. What is not set comes from the model's own
 * {@code generation_config.json}, field by field.
 *
 * @param settings processors without an order, one of each kind
 * @param order the order they are put in
 * @param chain an explicit chain instead of settings, order and the model's defaults, or null
 * @param seed the key of the draws in [0, 2^53), or null to have one chosen (and told)
 * @param maxTokens the most tokens to generate, ≥ 1, {@link #UNBOUNDED}, or null for the
 *     model's own, else {@value #DEFAULT_MAX_TOKENS}
 * @param stopStrings texts that end the completion and are left out of it, or null for the model's own
 * @param stopTokenIds ids that end the completion beside the model's own ends, and are left out of it
 * @param timeout how long it may take, or null
 * @param trace what each token's trace holds, or null for no traces
 * @param fastForward whether a constraint's certain bytes are written as the tokenizer writes them, without a draw
 * @param branched how many ids at the end of the prompt were forced as if they had been drawn; a constraint begins before them
 */
public record CompletionOptions(
        SamplingSettings settings,
        ProcessorOrder order,
        @Nullable ProcessorChain chain,
        @Nullable Long seed,
        @Nullable Integer maxTokens,
        @Nullable List<String> stopStrings,
        List<Integer> stopTokenIds,
        @Nullable Duration timeout,
        @Nullable TraceOptions trace,
        boolean fastForward,
        int branched) {

    /** As {@code maxTokens}: until the model ends the text, or its context or the memory for its state is full. */
    public static final int UNBOUNDED = GenerationRequest.UNBOUNDED;

    /** Tokens generated when neither the request nor the model says how many. */
    public static final int DEFAULT_MAX_TOKENS = 128;

    /** Checks the ranges. */
    public CompletionOptions {
        stopStrings = stopStrings == null ? null : List.copyOf(stopStrings);
        stopTokenIds = List.copyOf(stopTokenIds);
        Checks.atLeast("branched", branched, 0);
        if (maxTokens != null) {
            Checks.atLeast("max-tokens", maxTokens, 1);
        }
        if (seed != null) {
            Checks.seed(seed);
        }
    }

    /**
     * The model's own settings and limits, a seed that is chosen.
     *
     * @return the options
     */
    public static CompletionOptions defaults() {
        return new CompletionOptions(
                SamplingSettings.NONE, ProcessorOrder.DEFAULT, null, null, null, null, List.of(), null, null, false, 0);
    }

    /**
     * Sets a processor; it replaces what was set of its kind.
     *
     * @param processor a built-in processor
     * @return the changed options
     */
    public CompletionOptions with(LogitsProcessor processor) {
        return settings(settings.with(processor));
    }

    /**
     * Sets the temperature.
     *
     * @param t ≥ 0; 0 always takes the most probable token
     * @return the changed options
     */
    public CompletionOptions temperature(double t) {
        return with(new Temperature(t));
    }

    /**
     * Sets top-k.
     *
     * @param k ≥ 0; 0 is off
     * @return the changed options
     */
    public CompletionOptions topK(int k) {
        return with(new TopK(k));
    }

    /**
     * Sets top-p.
     *
     * @param p in [0, 1]; 1 is off
     * @return the changed options
     */
    public CompletionOptions topP(double p) {
        return with(new TopP(p));
    }

    /**
     * Sets min-p.
     *
     * @param p in [0, 1]; 0 is off
     * @return the changed options
     */
    public CompletionOptions minP(double p) {
        return with(new MinP(p));
    }

    /**
     * Sets the repetition penalty.
     *
     * @param penalty &gt; 0; 1 is off
     * @return the changed options
     */
    public CompletionOptions repetitionPenalty(double penalty) {
        return with(new RepetitionPenalty(penalty));
    }

    /**
     * Sets all processors at once.
     *
     * @param value one of each kind
     * @return the changed options
     */
    public CompletionOptions settings(SamplingSettings value) {
        return new CompletionOptions(
                value, order, chain, seed, maxTokens, stopStrings, stopTokenIds, timeout, trace, fastForward, branched);
    }

    /**
     * Sets the order of the settings.
     *
     * @param value the preset
     * @return the changed options
     */
    public CompletionOptions order(ProcessorOrder value) {
        return new CompletionOptions(
                settings,
                value,
                chain,
                seed,
                maxTokens,
                stopStrings,
                stopTokenIds,
                timeout,
                trace,
                fastForward,
                branched);
    }

    /**
     * Sets an explicit chain: exactly these processors, the model's defaults left out.
     *
     * @param value the chain, or null for settings and defaults
     * @return the changed options
     */
    public CompletionOptions chain(@Nullable ProcessorChain value) {
        return new CompletionOptions(
                settings,
                order,
                value,
                seed,
                maxTokens,
                stopStrings,
                stopTokenIds,
                timeout,
                trace,
                fastForward,
                branched);
    }

    /**
     * Sets the seed.
     *
     * @param value in [0, 2^53), or null to have one chosen
     * @return the changed options
     */
    public CompletionOptions seed(@Nullable Long value) {
        return new CompletionOptions(
                settings,
                order,
                chain,
                value,
                maxTokens,
                stopStrings,
                stopTokenIds,
                timeout,
                trace,
                fastForward,
                branched);
    }

    /**
     * Sets the most tokens to generate.
     *
     * @param value ≥ 1, or null for the model's own
     * @return the changed options
     */
    public CompletionOptions maxTokens(@Nullable Integer value) {
        return new CompletionOptions(
                settings, order, chain, seed, value, stopStrings, stopTokenIds, timeout, trace, fastForward, branched);
    }

    /**
     * Sets the stop strings.
     *
     * @param value none empty; the name of a special token is found where that token is; or null for the model's own
     * @return the changed options
     */
    public CompletionOptions stop(@Nullable List<String> value) {
        return new CompletionOptions(
                settings, order, chain, seed, maxTokens, value, stopTokenIds, timeout, trace, fastForward, branched);
    }

    /**
     * Sets further ids that end the completion. Processors that keep the end off ({@code min_new_tokens}) keep them off too.
     *
     * @param value token ids of the model, empty for its own ends alone
     * @return the changed options
     */
    public CompletionOptions stopTokenIds(List<Integer> value) {
        return new CompletionOptions(
                settings, order, chain, seed, maxTokens, stopStrings, value, timeout, trace, fastForward, branched);
    }

    /**
     * Sets the time allowed.
     *
     * @param value longer than zero, or null
     * @return the changed options
     */
    public CompletionOptions timeout(@Nullable Duration value) {
        return new CompletionOptions(
                settings,
                order,
                chain,
                seed,
                maxTokens,
                stopStrings,
                stopTokenIds,
                value,
                trace,
                fastForward,
                branched);
    }

    /**
     * Sets what traces hold.
     *
     * @param value the options, or null for no traces
     * @return the changed options
     */
    public CompletionOptions trace(@Nullable TraceOptions value) {
        return new CompletionOptions(
                settings,
                order,
                chain,
                seed,
                maxTokens,
                stopStrings,
                stopTokenIds,
                timeout,
                value,
                fastForward,
                branched);
    }

    /**
     * Has the bytes that a constraint leaves no choice about written as the tokenizer writes them, without a draw: other tokens than
     * those drawn one by one, so another text, from fewer runs of the model. The same each time.
     *
     * @param value false by default
     * @return the changed options
     */
    public CompletionOptions fastForward(boolean value) {
        return new CompletionOptions(
                settings, order, chain, seed, maxTokens, stopStrings, stopTokenIds, timeout, trace, value, branched);
    }

    /**
     * Says that the prompt ends with a branch: ids that were forced as if they had been drawn, so that a constraint takes them for
     * the beginning of its text.
     *
     * @param ids how many ids at the end of the prompt, ≥ 0
     * @return the changed options
     */
    public CompletionOptions branched(int ids) {
        return new CompletionOptions(
                settings, order, chain, seed, maxTokens, stopStrings, stopTokenIds, timeout, trace, fastForward, ids);
    }

    /**
     * The chain these options make of a model's defaults.
     *
     * @param defaults the model's own settings
     * @return the explicit chain, else defaults overridden by settings, in order
     */
    public ProcessorChain chainOver(SamplingSettings defaults) {
        return chain != null ? chain : defaults.overriddenBy(settings).chain(order);
    }
}
