package io.github.isotherm.wire.openai;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /v1/completions}.
 *
 * @param model the model's name, or null where it says none
 * @param prompts at least one
 * @param options how to complete; the most tokens and what traces hold are set where any are generated
 * @param maxTokens the most tokens to generate; 0 to score only
 * @param n choices a prompt, ≥ 1
 * @param bestOf completions a prompt, of which the n best are the choices; ≥ n
 * @param echo whether a choice begins with its prompt
 * @param logprobs how many of the most probable tokens to tell at each place, or null for no log-probabilities
 * @param mode whose log-probabilities of what is generated
 * @param stream whether and how it comes in pieces
 * @param addSpecialTokens whether the tokenizer puts its own tokens around a text, such as one that begins it
 */
public record CompletionRequest(
        @Nullable String model,
        List<CompletionPrompt> prompts,
        CompletionOptions options,
        int maxTokens,
        int n,
        int bestOf,
        boolean echo,
        @Nullable Integer logprobs,
        LogprobsMode mode,
        StreamOptions stream,
        boolean addSpecialTokens) {
    /** Tokens that are generated where nothing is said. */
    public static final int DEFAULT_MAX_TOKENS = 16;

    /** So many choices of a prompt at most. */
    public static final int MOST_CHOICES = 128;

    /** So many of the most probable tokens of a place at most. */
    public static final int MOST_LOGPROBS = 100;

    /** So many completions of a request at most, all prompts together. */
    public static final int MOST_COMPLETIONS = 4096;

    /** So many log-probabilities of a request at most, all completions together: the answer is in memory. */
    public static final long MOST_NUMBERS = 2_000_000;

    /** Copies the list. */
    public CompletionRequest {
        prompts = List.copyOf(prompts);
    }

    /**
     * Reads a body.
     *
     * @param body JSON in UTF-8
     * @param catalog the processors that it may name
     * @param mode whose log-probabilities where it does not say
     * @return the request
     * @throws InvalidRequestException when a field is unknown, not supported, or not allowed as it is
     */
    public static CompletionRequest read(byte[] body, ProcessorCatalog catalog, LogprobsMode mode) {
        RequestFields fields = RequestFields.read(body);
        fields.ignoreOpenAiOnly();
        fields.refuse("suffix", "text between a prompt and a suffix is not made here, so write all in the prompt");
        Integer most = fields.whole("max_tokens", 0, Integer.MAX_VALUE);
        Integer n = fields.whole("n", 1, MOST_CHOICES);
        Integer bestOf = fields.whole("best_of", 0, MOST_CHOICES);
        int choices = n == null ? 1 : n;
        CompletionRequest request = new CompletionRequest(
                fields.text("model"),
                CompletionPrompt.read(fields),
                SamplingFields.read(fields, catalog),
                most == null ? DEFAULT_MAX_TOKENS : most,
                choices,
                bestOf == null || bestOf == 0 ? choices : bestOf,
                fields.flag("echo", false),
                fields.whole("logprobs", 0, MOST_LOGPROBS),
                LogprobsMode.read(fields, mode),
                StreamOptions.read(fields),
                fields.flag("add_special_tokens", true));
        fields.end();
        request.refuseContradictions(fields);
        return request;
    }

    private void refuseContradictions(RequestFields fields) {
        if (bestOf < n) {
            throw fields.wrong("best_of", "at least n, which is " + n);
        }
        if (bestOf > n && stream.streams()) {
            throw fields.refused(
                    "best_of",
                    "best_of is " + bestOf
                            + ", but the best are only known at the end, so they cannot be streamed; set stream"
                            + " to false, or leave best_of out.");
        }
        int completions = prompts.size() * bestOf;
        if (completions > MOST_COMPLETIONS) {
            throw fields.refused(
                    "prompt",
                    "The " + prompts.size() + " prompts have " + bestOf + " completions each, together " + completions
                            + ", but a request may have at most " + MOST_COMPLETIONS + "; send several requests.");
        }
        if (maxTokens == 0 && options.timeout() != null) {
            throw fields.refused(
                    "timeout",
                    "timeout bounds what is generated, and max_tokens is 0, so nothing is; leave one of them out.");
        }
    }

    /**
     * Whether log-probabilities of the prompts are asked for.
     *
     * @return true where every token of a prompt is to be scored
     */
    public boolean scoresPrompts() {
        return echo && logprobs != null;
    }

    /**
     * Refuses what would have more log-probabilities than fit an answer.
     *
     * @param promptLengths tokens of each prompt
     * @param contextLength tokens of a prompt and what follows it, at most
     * @throws InvalidRequestException when there are too many
     */
    public void refuseTooManyNumbers(List<Integer> promptLengths, int contextLength) {
        if (logprobs == null) {
            return;
        }
        long tokens = 0;
        for (int length : promptLengths) {
            int generated = Math.max(0, Math.min(maxTokens, contextLength - length));
            tokens += (long) bestOf * generated + (echo ? (long) n * length : 0);
        }
        if (tokens * (logprobs + 1) > MOST_NUMBERS) {
            throw new InvalidRequestException(
                    "logprobs is " + logprobs + ", which for as many as " + tokens + " tokens makes "
                            + tokens * (logprobs + 1) + " log-probabilities, but a request may have at most "
                            + MOST_NUMBERS + "; ask for fewer, for fewer tokens, or send several requests.",
                    "logprobs",
                    InvalidRequestException.VALUE);
        }
    }

    /**
     * How to complete, where anything is generated.
     *
     * @param seed of all prompts, in [0, 2^53)
     * @return the options, with the traces that log-probabilities and {@code best_of} need
     */
    public CompletionOptions generating(long seed) {
        CompletionOptions all = options.maxTokens(maxTokens).seed(seed);
        if (logprobs != null) {
            return all.trace(mode.traced(logprobs));
        }
        return bestOf > n ? all.trace(TraceOptions.TOKENS) : all;
    }
}
