package io.github.isotherm.generate;

import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TokenSequence;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished completion.
 *
 * @param marked the completion with the special tokens in it, without prompt, end-of-sequence token and stop
 * @param tokens the generated ids, without the end-of-sequence token
 * @param finishReason why it ended
 * @param promptTokens tokens of the prompt
 * @param seed the key of its draws
 * @param traces one per token when asked for, else empty
 * @param drafts what became of guesses of its tokens
 * @param constraint what became of the constraint, or null without one
 * @param timeToFirstToken from the request to the first token
 * @param duration from the request to the end
 */
public record GenerationResult(
        MarkedText marked,
        TokenSequence tokens,
        FinishReason finishReason,
        int promptTokens,
        long seed,
        List<StepTrace> traces,
        DraftCount drafts,
        @Nullable ConstraintOutcome constraint,
        Duration timeToFirstToken,
        Duration duration) {

    /** Copies the list. */
    public GenerationResult {
        traces = List.copyOf(traces);
    }

    /**
     * The completion, as people read it.
     *
     * @return the text, without special tokens
     */
    public String text() {
        return marked.plain();
    }

    /**
     * Tokens of the completion.
     *
     * @return the number of generated tokens
     */
    public int completionTokens() {
        return tokens.size();
    }
}
