package io.github.isotherm.sampling;

/** Draws one of the candidates. */
public final class Draw {
    private Draw() {}

    /**
     * Inverse-CDF sampling over the ranking by probability (lower id first on ties): the first candidate at which the
     * running sum exceeds u. Strict, so a candidate of probability 0 is never drawn; for a fixed u and temperature alone
     * the drawn rank never falls as the temperature rises. O(n), no sort.
     *
     * @param candidates the tokens in play
     * @param uniform u, a number in [0, 1)
     * @return the index of the drawn candidate
     */
    public static int byRank(Candidates candidates, double uniform) {
        if (candidates.size() == 1) {
            return 0;
        }
        double[] weights = candidates.weights();
        double best = weights[candidates.argmax()];
        if (uniform * candidates.totalWeight() < best) {
            return firstOf(weights, best);
        }
        return candidates.lastReaching(weights, uniform, true);
    }

    /** Logits closer than an exponential can tell share a weight, and the lower id then comes first. */
    private static int firstOf(double[] weights, double weight) {
        int at = 0;
        while (weights[at] != weight) {
            at++;
        }
        return at;
    }
}
