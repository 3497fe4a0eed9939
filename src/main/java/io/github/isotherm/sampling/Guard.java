package io.github.isotherm.sampling;

/** The rules every truncation shares: the relative guard of thresholds, and the least number of survivors. */
final class Guard {
    /** A token that meets a threshold with equality is in, whatever rounding did to either side. */
    private static final double RELATIVE = 1e-6;

    private static final double LOG_RELATIVE = StrictMath.log1p(-RELATIVE);

    private Guard() {}

    /** The threshold to compare with instead of t: meeting t within the guard counts. */
    static double below(double threshold) {
        return threshold * (1 - RELATIVE);
    }

    /** The same for a threshold given as its logarithm. */
    static double belowLog(double logThreshold) {
        return logThreshold + LOG_RELATIVE;
    }

    /** The same for a bound that must not be exceeded. */
    static double above(double bound) {
        return bound * (1 + RELATIVE);
    }

    /** Of two candidates of a ranking by descending key and ascending index, the one that stands further down. */
    static int further(double[] keys, int a, int b) {
        if (keys[a] != keys[b]) {
            return keys[a] < keys[b] ? a : b;
        }
        return Math.max(a, b);
    }

    /**
     * Keeps the candidates of at least a probability, within the guard, and the most probable ones where fewer than
     * {@code minKeep} reach it.
     */
    static void retainProbable(Candidates candidates, double probability, int minKeep) {
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
     */
    static void retainAtLeast(Candidates candidates, double threshold, int minKeep) {
        int least = Math.min(minKeep, candidates.size());
        int[] best = candidates.largest(least);
        if (candidates.logit(best[least - 1]) >= threshold) {
            candidates.retainAtLeast(threshold);
        } else {
            candidates.retainIndices(best, least);
        }
    }
}
