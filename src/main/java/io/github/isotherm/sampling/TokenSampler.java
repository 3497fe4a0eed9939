package io.github.isotherm.sampling;

/** Draws one of the candidates. */
@FunctionalInterface
public interface TokenSampler {
    /**
     * Inverse-CDF sampling over the ranking by probability (lower id first on ties): the first candidate at which the
     * running sum exceeds u. Strict, so a candidate of probability 0 is never drawn; for a fixed u and temperature alone
     * the drawn rank never falls as the temperature rises. O(n), no sort.
     */
    TokenSampler CATEGORICAL = TokenSampler::byRank;

    /** The most probable candidate, the lower id on ties; takes no notice of u. */
    TokenSampler GREEDY = (candidates, uniform) -> candidates.argmax();

    /**
     * Draws.
     *
     * @param candidates the tokens in play
     * @param uniform a number in [0, 1)
     * @return the index of the drawn candidate
     */
    int draw(Candidates candidates, double uniform);

    private static int byRank(Candidates candidates, double uniform) {
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
