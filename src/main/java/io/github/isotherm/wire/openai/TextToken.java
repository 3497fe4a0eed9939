package io.github.isotherm.wire.openai;

import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.sampling.StepTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token of a text, with its log-probabilities.
 *
 * @param id the token
 * @param logprob in nats, or null for the first of a prompt, which nothing stands before
 * @param top the most probable tokens at its place, best first, and their log-probabilities
 */
public record TextToken(int id, @Nullable Double logprob, List<TokenScore.Alternative> top) {
    /** Copies the list. */
    public TextToken {
        top = List.copyOf(top);
    }

    /**
     * The first token of a prompt.
     *
     * @param id the token
     * @return without log-probabilities
     */
    public static TextToken first(int id) {
        return new TextToken(id, null, List.of());
    }

    /**
     * A token that was read.
     *
     * @param score of it
     * @return with the model's log-probabilities
     */
    public static TextToken of(TokenScore score) {
        return new TextToken(score.id(), score.logprob(), score.top());
    }

    /**
     * A token that was drawn.
     *
     * @param trace of its step
     * @param mode whose log-probabilities
     * @return with those
     */
    public static TextToken of(StepTrace trace, LogprobsMode mode) {
        return new TextToken(
                trace.id(),
                mode.of(trace),
                trace.top().stream()
                        .map(one -> new TokenScore.Alternative(one.id(), mode.of(one)))
                        .toList());
    }
}
