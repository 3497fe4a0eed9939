package io.github.isotherm.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened at one step: the record every surface reads, for drawn and for greedy tokens alike.
 *
 * @param step the index of the token in its completion, from 0
 * @param id the token that was taken
 * @param logprobRaw ln p of it under the softmax of the model's logits, in nats
 * @param logprob ln p of it under the distribution it was drawn from, in nats
 * @param rank its place among the model's logits, 1 for the largest, lower ids first on ties
 * @param entropy of the distribution it was drawn from, in nats
 * @param kept how many candidates that distribution has
 * @param top the model's most probable tokens, or those of the distribution drawn from where {@link TraceOptions#ofDraw} says so, best
 *     first
 * @param stages what each processor kept, in the order of the chain
 * @param allowed what a constraint allowed, or null without one
 */
public record StepTrace(
        int step,
        int id,
        double logprobRaw,
        double logprob,
        int rank,
        double entropy,
        int kept,
        List<Alternative> top,
        List<Stage> stages,
        @Nullable AllowedShare allowed) {

    /**
     * One of the most probable tokens.
     *
     * @param id the token
     * @param logprobRaw ln p under the softmax of the model's logits, in nats
     * @param logprob ln p under the distribution that was drawn from, −infinity where it was dropped
     */
    public record Alternative(int id, double logprobRaw, double logprob) {}

    /**
     * What one processor left.
     *
     * @param processor its name
     * @param kept candidates in play after it
     * @param mass the part of the mass entering it that is still in play, in [0, 1]
     * @param entropy after it, in nats; NaN unless asked for
     * @param watched the ids asked for, as they stand after it
     */
    public record Stage(String processor, int kept, double mass, double entropy, List<Watched> watched) {}

    /**
     * A watched id after one processor.
     *
     * @param id the token
     * @param logit its logit, −infinity once dropped
     * @param probability its probability among the candidates, 0 once dropped
     */
    public record Watched(int id, double logit, double probability) {}
}
