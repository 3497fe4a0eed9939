package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.math.Entropy;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the longest prefix of the ranking whose part of the entropy is at most h: among the {@code topN} most probable,
 * renormalised, Σ −p ln p ≤ h · H; the first always stays.
 *
 * <p>A larger h keeps more; 1 is off. A sum that meets the bound within a relative 1e-6 is in it.
 *
 * <p>Example: of the probabilities 0.4, 0.3, 0.2, 0.1 (H = 1.2799) an h of 0.7 keeps 0.4 and 0.3, whose terms sum to
 * 0.7277 ≤ 0.8959.
 *
 * <p>Order note: after the temperature, as in Hugging Face. Source: Potraghloo et al., <em>Top-H decoding: adapting the
 * creativity and coherence with bounded entropy in text generation</em>, 2025.
 *
 * @param h part of the entropy, in (0, 1]; 1 is off
 * @param topN how many of the most probable are looked at, ≥ 1
 */
public record TopH(double h, int topN) implements LogitsProcessor {
    /** Checks the ranges. */
    public TopH {
        Checks.aboveUpTo("top-h", h, 0, 1);
        Checks.atLeast("top-h's top-n", topN, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (h == 1) {
            return;
        }
        double[] weights = candidates.weights();
        int count = Math.min(topN, candidates.size());
        int[] best = candidates.largest(count);
        double total = 0;
        for (int rank = 0; rank < count; rank++) {
            total += weights[best[rank]];
        }
        double entropy = 0;
        for (int rank = 0; rank < count; rank++) {
            entropy += Entropy.term(weights[best[rank]] / total);
        }
        candidates.retainIndices(best, prefix(weights, best, count, total, Guard.above(h * entropy)));
    }

    /** How many ranks stay; a probability that underflows to 0 never does. */
    private static int prefix(double[] weights, int[] best, int count, double total, double bound) {
        double sum = Entropy.term(weights[best[0]] / total);
        int kept = 1;
        while (kept < count && weights[best[kept]] > 0) {
            sum += Entropy.term(weights[best[kept]] / total);
            if (sum > bound) {
                break;
            }
            kept++;
        }
        return kept;
    }

    @Override
    public boolean isOff() {
        return h == 1;
    }
}
