package io.github.isotherm.bench;

import io.github.isotherm.math.Exp;

/** Compares logits of the same position, and keeps the largest differences. */
final class LogitsTally {
    private long positions;
    private long logits;
    private long different;
    private double largestLogit;
    private double largestProbability;
    private double largestDivergence;

    void add(float[] expected, float[] actual) {
        positions++;
        logits += expected.length;
        int changed = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
                changed++;
                largestLogit = Math.max(largestLogit, difference(expected[i], actual[i]));
            }
        }
        if (changed > 0) {
            different += changed;
            addProbabilities(LogProbabilities.of(expected), LogProbabilities.of(actual));
        }
    }

    /** A number against one that is none is as different as can be. */
    private static double difference(float one, float other) {
        double difference = Math.abs((double) one - other);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private void addProbabilities(double[] expected, double[] actual) {
        double divergence = 0;
        for (int i = 0; i < expected.length; i++) {
            double p = Exp.of(expected[i]);
            largestProbability = Math.max(largestProbability, Math.abs(p - Exp.of(actual[i])));
            divergence += p > 0 ? p * (expected[i] - actual[i]) : 0;
        }
        largestDivergence = Math.max(largestDivergence, divergence);
    }

    ExactnessResult.Way result(String name) {
        return new ExactnessResult.Way(
                name, positions, logits, different, largestLogit, largestProbability, largestDivergence);
    }
}
