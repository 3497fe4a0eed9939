package io.github.isotherm.bench;

import io.github.isotherm.generate.Activations;
import io.github.isotherm.math.Exp;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Compares distributions of the same positions, one after another. */
final class DivergenceTally {
    /** Below it a token is hardly ever drawn, and its logarithm moves most. */
    private static final double LIKELY = 0.01;

    private final DoubleStream.Builder divergences = DoubleStream.builder();
    private int sameFirst;
    private double largestProbability;
    private double largestLogProbability;

    /** Both {@code [vocabulary]}. */
    void add(float[] expectedLogits, float[] actualLogits) {
        double[] expected = LogProbabilities.of(expectedLogits);
        double[] actual = LogProbabilities.of(actualLogits);
        double divergence = 0;
        for (int i = 0; i < expected.length; i++) {
            double p = Exp.of(expected[i]);
            double difference = expected[i] - actual[i];
            divergence += p > 0 ? p * difference : 0;
            largestProbability = Math.max(largestProbability, Math.abs(p - Exp.of(actual[i])));
            if (p > LIKELY) {
                largestLogProbability = Math.max(largestLogProbability, Math.abs(difference));
            }
        }
        divergences.add(divergence);
        sameFirst += first(expected) == first(actual) ? 1 : 0;
    }

    private static int first(double[] values) {
        int first = 0;
        for (int i = 1; i < values.length; i++) {
            first = values[i] > values[first] ? i : first;
        }
        return first;
    }

    ActivationsResult.Divergence result(Activations activations) {
        double[] sorted = divergences.build().toArray();
        Arrays.sort(sorted);
        return new ActivationsResult.Divergence(
                activations,
                sorted.length,
                Arrays.stream(sorted).average().orElse(0),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                sameFirst,
                largestProbability,
                largestLogProbability);
    }

    /** The least value that a share of them does not exceed. */
    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
