package io.github.isotherm.bench;

import io.github.isotherm.generate.Activations;
import java.util.List;

/**
 * How far a model's distributions are from those that unrounded activations give.
 *
 * @param divergences of each numerics that was compared
 */
public record ActivationsResult(List<Divergence> divergences) {
    /** Copies the list. */
    public ActivationsResult {
        divergences = List.copyOf(divergences);
    }

    /**
     * One numerics, against {@link Activations#FLOAT}.
     *
     * @param activations which
     * @param positions how many distributions were compared; 0 where time was up before
     * @param mean the mean Kullback-Leibler divergence of its distributions from theirs, in nats
     * @param median the median one
     * @param high what 99 of 100 do not exceed
     * @param largest the largest one
     * @param sameFirst how many have the same most probable token
     * @param largestProbability the largest difference of a token's probability
     * @param largestLogProbability the largest difference of a log-probability where the probability is above 0.01, in nats
     */
    public record Divergence(
            Activations activations,
            int positions,
            double mean,
            double median,
            double high,
            double largest,
            int sameFirst,
            double largestProbability,
            double largestLogProbability) {}
}
