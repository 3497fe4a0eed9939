package io.github.isotherm.compare;

import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    private static final int RUN = 4;

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
        return ofFinished(samples.stream()
                .filter(sample -> sample.finishReason() != FinishReason.CANCELLED)
                .toList());
    }

    private static SampleStatistics ofFinished(List<GenerationResult> samples) {
        List<List<Integer>> texts = samples.stream()
                .map(sample -> Arrays.stream(sample.tokens().toArray()).boxed().toList())
                .toList();
        return new SampleStatistics(
                samples.size(),
                new HashSet<>(texts).size(),
                distinct(texts, 1),
                distinct(texts, 2),
                texts.stream()
                        .filter(text -> text.size() >= RUN)
                        .mapToDouble(text -> 1 - distinct(List.of(text), RUN))
                        .average()
                        .orElse(0),
                samples.stream()
                        .flatMap(sample -> sample.traces().stream())
                        .mapToDouble(StepTrace::logprobRaw)
                        .average()
                        .orElse(0),
                samples.stream()
                        .map(GenerationResult::tokens)
                        .mapToInt(TokenSequence::size)
                        .average()
                        .orElse(0),
                entropies(samples));
    }

    private static double distinct(List<List<Integer>> texts, int n) {
        Set<List<Integer>> different = new HashSet<>();
        int all = 0;
        for (List<Integer> text : texts) {
            for (int at = 0; at + n <= text.size(); at++) {
                different.add(text.subList(at, at + n));
                all++;
            }
        }
        return all == 0 ? 0 : (double) different.size() / all;
    }

    private static List<Double> entropies(List<GenerationResult> samples) {
        int longest = samples.stream()
                .mapToInt(sample -> sample.traces().size())
                .max()
                .orElse(0);
        List<Double> means = new ArrayList<>();
        for (int at = 0; at < longest; at++) {
            int step = at;
            means.add(samples.stream()
                    .filter(sample -> sample.traces().size() > step)
                    .mapToDouble(sample -> sample.traces().get(step).entropy())
                    .average()
                    .orElse(0));
        }
        return means;
    }
}
