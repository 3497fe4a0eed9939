package io.github.isotherm.compare;

import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.StepTrace;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several completions of one prompt have in common.
 *
 * @param completions how many finished
 * @param unique how many different ones (by tokens)
 * @param distinct1 different tokens as a part of all tokens, over all completions; 0 without tokens
 * @param distinct2 different pairs of neighbouring tokens as a part of all such pairs; 0 without pairs
 * @param repetition the part of a completion's runs of four tokens that it had before, the mean over the completions
 *     that have such runs; 0 without any
 * @param meanLogprob the mean ln p of a token under the model's own distribution (T = 1, no chain), in nats; 0 without
 *     tokens
 * @param meanTokens tokens a completion
 * @param entropies the mean entropy of the distributions drawn from, by step, over the completions that reach it
 */
public record SampleStatistics(
        int completions,
        int unique,
        double distinct1,
        double distinct2,
        double repetition,
        double meanLogprob,
        double meanTokens,
        List<Double> entropies) {
    /** Copies the list. */
    public SampleStatistics {
        entropies = List.copyOf(entropies);
    }

    /**
     * Looks at completions that were not broken off: a text that somebody stopped says nothing of how texts end.
     *
     * @param samples completions with traces; cancelled ones are left out
     * @return the statistics
     */
    public static SampleStatistics of(List<GenerationResult> samples) {
        RunningStatistics statistics = new RunningStatistics();
        samples.stream()
                .filter(sample -> sample.finishReason() != FinishReason.CANCELLED)
                .forEach(sample -> statistics.add(
                        sample.tokens().toArray(),
                        values(sample, StepTrace::logprobRaw),
                        values(sample, StepTrace::entropy)));
        return statistics.statistics();
    }

    private static double[] values(GenerationResult sample, ToDoubleFunction<StepTrace> value) {
        return sample.traces().stream().mapToDouble(value).toArray();
    }
}
