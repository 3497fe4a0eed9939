package io.github.isotherm.sampling;

/**
 * The rules that every truncation shares: the relative guard of thresholds, and the least number of survivors.
 *
 * <p>A token that meets a threshold with equality is in, whatever rounding did to either side: probabilities are sums of
 * doubles, so each threshold is compared with a relative tolerance of {@value #RELATIVE}.
 */
public final class Guard {
    /** The relative tolerance. */
    public static final double RELATIVE = 1e-6;

    private static final double LOG_RELATIVE = StrictMath.log1p(-RELATIVE);

    private Guard() {}

    /**
     * What to compare with instead of a threshold, so that meeting it within the guard counts.
     *
     * @param threshold ≥ 0
     * @return threshold · (1 − 1e-6)
     */
    public static double below(double threshold) {
        return threshold * (1 - RELATIVE);
    }

    /**
     * The same for a threshold given as its natural logarithm.
     *
     * @param logThreshold in nats
     * @return logThreshold + ln(1 − 1e-6)
     */
    public static double belowLog(double logThreshold) {
        return logThreshold + LOG_RELATIVE;
    }

    /**
     * What to compare with instead of a bound that must not be exceeded.
     *
     * @param bound ≥ 0
     * @return bound · (1 + 1e-6)
     */
    public static double above(double bound) {
        return bound * (1 + RELATIVE);
    }

    /**
     * Of two candidates of a ranking by descending key and ascending index, the one that stands further down.
     *
     * @param keys one for each candidate
     * @param a an index
     * @param b an index
     * @return a or b
     */
    public static int further(double[] keys, int a, int b) {
        if (keys[a] != keys[b]) {
            return keys[a] < keys[b] ? a : b;
        }
        return Math.max(a, b);
    }

    /**
     * Keeps the candidates of at least a probability, within the guard, and the most probable ones where fewer than
     * {@code minKeep} reach it.
     *
     * @param candidates the tokens in play
     * @param probability in [0, 1], over the candidates in play
     * @param minKeep how many stay at least, ≥ 1
     */
    public static void retainProbable(Candidates candidates, double probability, int minKeep) {
        double[] weights = candidates.weights();
        double threshold = below(probability) * candidates.totalWeight();
        int least = Math.min(minKeep, candidates.size());
        int[] best = candidates.largest(least);
        if (weights[best[least - 1]] >= threshold) {
            candidates.retainAtLeast(weights, threshold);
        } else {
            candidates.retainIndices(best, least);
        }
    }

    /**
     * Keeps the candidates of at least a logit, and the most probable ones where fewer than {@code minKeep} reach it.
     *
     * @param candidates the tokens in play
     * @param threshold the logit, compared exactly
     * @param minKeep how many stay at least, ≥ 1
     */
    public static void retainAtLeast(Candidates candidates, double threshold, int minKeep) {
        int least = Math.min(minKeep, candidates.size());
        int[] best = candidates.largest(least);
        if (candidates.logit(best[least - 1]) >= threshold) {
            candidates.retainAtLeast(threshold);
        } else {
            candidates.retainIndices(best, least);
        }
    }
}
