package io.github.isotherm.generate;

import java.util.List;

/**
 * How probable a token of a text is after those before it: under the log-softmax of the model's logits over the whole vocabulary,
 * whatever a temperature or a chain would make of them.
 *
 * @param id the token
 * @param logprob ln p of it, in nats, ≤ 0 but for rounding; −infinity where the model rules it out
 * @param top the most probable tokens at its place, best first, the lower id first on ties
 */
public record TokenScore(int id, double logprob, List<Alternative> top) {
    /** Copies the list. */
    public TokenScore {
        top = List.copyOf(top);
    }

    /**
     * One of the most probable tokens.
     *
     * @param id the token
     * @param logprob ln p of it, in nats
     */
    public record Alternative(int id, double logprob) {}
}
