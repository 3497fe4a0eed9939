package io.github.isotherm.bench;

import io.github.isotherm.math.Softmax;

/** Logarithms of a softmax, in nats. */
final class LogProbabilities {
    private LogProbabilities() {}

    /** Of {@code [vocabulary]} logits. */
    static double[] of(float[] logits) {
        double[] result = new double[logits.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = logits[i];
        }
        double sum = Softmax.logSumExp(result);
        for (int i = 0; i < result.length; i++) {
            result[i] -= sum;
        }
        return result;
    }
}
