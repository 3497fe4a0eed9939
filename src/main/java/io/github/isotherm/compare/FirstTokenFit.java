package io.github.isotherm.compare;

import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.next.PromptContext;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the first tokens of several samples fit the exact distribution they are drawn from.
 *
 * @param samples how many were drawn
 * @param totalVariation ½ Σ |frequency − probability| over the whole vocabulary, in [0, 1]
 * @param chiSquare Σ (count − expected)² / expected over the outcomes expected at least five times and the rest together
 * @param degrees its degrees of freedom; 0 where there are too few samples for two such outcomes
 * @param outcomes the outcomes that were drawn, the most frequent first
 * @param likely the outcomes of the {@value #LIKELY} most probable tokens, drawn or not, the most probable first
 */
public record FirstTokenFit(
        int samples,
        double totalVariation,
        double chiSquare,
        int degrees,
        List<Outcome> outcomes,
        List<Outcome> likely) {
    /** How many likely outcomes are listed. */
    public static final int LIKELY = 10;

    /** Below this expected count an outcome is put together with others, as usual for the chi-square test. */
    private static final double LEAST_EXPECTED = 5;

    /** Copies the lists. */
    public FirstTokenFit {
        outcomes = List.copyOf(outcomes);
        likely = List.copyOf(likely);
    }

    /**
     * One first token.
     *
     * @param id the token; the first end-of-sequence id stands for all of them
     * @param count how many samples begin with it
     * @param probability its exact probability
     */
    public record Outcome(int id, int count, double probability) {}

    /**
     * Compares.
     *
     * @param logits the model's logits after the prompt, {@code [vocabulary]}
     * @param chain the chain the samples were made by
     * @param prompt the prompt; its end-of-sequence ids are one outcome, as a completion does not tell them apart
     * @param maxTokens the most tokens of a sample, within which a constraint is closed
     * @param samples the completions; cancelled ones without a token are left out
     * @return the fit
     */
    static FirstTokenFit of(
            float[] logits, ProcessorChain chain, PromptContext prompt, int maxTokens, List<GenerationResult> samples) {
        List<Integer> endOfSequence = prompt.endOfSequence();
        Candidates exact = new Candidates(logits.length).load(logits);
        chain.forRow().process(exact, prompt.firstOf(maxTokens));
        Map<Integer, Integer> counts = counts(endOfSequence, samples);
        Map<Integer, Double> probabilities = new HashMap<>();
        for (int i = 0; i < exact.size(); i++) {
            double p = exact.probability(i);
            if (p * samples.size() >= LEAST_EXPECTED || endOfSequence.contains(exact.id(i))) {
                probabilities.merge(outcome(exact.id(i), endOfSequence), p, Double::sum);
            }
        }
        Set<Integer> best = mostProbable(exact, endOfSequence);
        Stream.concat(counts.keySet().stream(), best.stream())
                .forEach(id -> probabilities.computeIfAbsent(id, known -> probability(exact, known)));
        return compared(counts, probabilities, best);
    }

    private static Set<Integer> mostProbable(Candidates exact, List<Integer> endOfSequence) {
        Set<Integer> best = new LinkedHashSet<>();
        int count = Math.min(LIKELY, exact.size());
        int[] order = exact.largest(count);
        for (int rank = 0; rank < count; rank++) {
            best.add(outcome(exact.id(order[rank]), endOfSequence));
        }
        return best;
    }

    private static int outcome(int id, List<Integer> endOfSequence) {
        return endOfSequence.contains(id) ? endOfSequence.get(0) : id;
    }

    private static double probability(Candidates exact, int id) {
        int i = exact.indexOf(id);
        return i < 0 ? 0 : exact.probability(i);
    }

    private static Map<Integer, Integer> counts(List<Integer> endOfSequence, List<GenerationResult> samples) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (GenerationResult sample : samples) {
            if (sample.completionTokens() > 0) {
                counts.merge(sample.tokens().get(0), 1, Integer::sum);
            } else if (sample.finishReason() == FinishReason.STOP && !endOfSequence.isEmpty()) {
                counts.merge(endOfSequence.get(0), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static FirstTokenFit compared(
            Map<Integer, Integer> counts, Map<Integer, Double> probabilities, Set<Integer> best) {
        int n = counts.values().stream().mapToInt(count -> count).sum();
        double variation = 0;
        double known = 0;
        double chiSquare = 0;
        int bins = 0;
        double pooledExpected = n;
        int pooled = n;
        for (Map.Entry<Integer, Double> outcome : probabilities.entrySet()) {
            double p = outcome.getValue();
            int count = counts.getOrDefault(outcome.getKey(), 0);
            variation += n == 0 ? 0 : Math.abs((double) count / n - p);
            known += p;
            if (p * n >= LEAST_EXPECTED) {
                chiSquare += square(count - p * n) / (p * n);
                pooledExpected -= p * n;
                pooled -= count;
                bins++;
            }
        }
        if (pooledExpected > 1e-9 * n) {
            chiSquare += square(pooled - pooledExpected) / pooledExpected;
            bins++;
        }
        List<Outcome> outcomes = new ArrayList<>();
        counts.forEach((id, count) -> outcomes.add(new Outcome(id, count, probabilities.getOrDefault(id, 0.0))));
        List<Outcome> likely = new ArrayList<>();
        best.forEach(
                id -> likely.add(new Outcome(id, counts.getOrDefault(id, 0), probabilities.getOrDefault(id, 0.0))));
        likely.sort(Comparator.comparingDouble(Outcome::probability).reversed());
        outcomes.sort(Comparator.comparingInt(Outcome::count).reversed().thenComparingInt(Outcome::id));
        double total = Math.min(1, (variation + Math.max(0, 1 - known)) / 2);
        return new FirstTokenFit(
                n, n == 0 ? 0 : total, bins > 1 ? chiSquare : 0, Math.max(0, bins - 1), outcomes, likely);
    }

    private static double square(double x) {
        return x * x;
    }
}
