package io.github.isotherm.math;

/**
 * The softmax p_i = exp(l_i) / Σ exp(l_j) and its normaliser, computed after subtracting the maximum, with sums in
 * double. An entry of −infinity has probability 0.
 */
public final class Softmax {
    private Softmax() {}

    /**
     * ln Σ exp(l_i).
     *
     * @param logits {@code [n]}; −infinity is allowed, NaN and +infinity are not
     * @return the log of the sum in nats; −infinity when no entry is finite
     */
    public static double logSumExp(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Exp.of(logit - max);
        }
        return max + StrictMath.log(sum);
    }

    /**
     * softmax(l / T), or for T = 0 its limit: all mass on the largest logit (the lowest index on ties).
     *
     * @param logits {@code [n]}
     * @param temperature T ≥ 0
     * @return probabilities {@code [n]}
     */
    public static double[] probabilities(double[] logits, double temperature) {
        double[] result = new double[logits.length];
        if (temperature == 0) {
            result[argmax(logits)] = 1;
            return result;
        }
        double max = logits[argmax(logits)];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            result[i] = Exp.of((logits[i] - max) / temperature);
            sum += result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    /**
     * The index of the largest entry, the lowest on ties.
     *
     * @param logits {@code [n]}, n ≥ 1
     * @return the index
     */
    public static int argmax(double[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
