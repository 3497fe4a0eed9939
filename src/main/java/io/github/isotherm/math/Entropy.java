package io.github.isotherm.math;

/**
 * Shannon entropy H = −Σ p ln p in nats, where 0 ln 0 = 0, and the number of equally likely outcomes that would have the
 * same entropy, e^H ("effective candidates", also called perplexity).
 */
public final class Entropy {
    private Entropy() {}

    /**
     * The entropy of a distribution.
     *
     * @param probabilities {@code [n]}, summing to 1
     * @return nats, ≥ 0
     */
    public static double of(double[] probabilities) {
        double sum = 0;
        for (double p : probabilities) {
            sum += term(p);
        }
        return Math.max(0, sum);
    }

    /**
     * One outcome's share of the entropy.
     *
     * @param probability p
     * @return −p ln p in nats, 0 at p = 0
     */
    public static double term(double probability) {
        return probability > 0 ? -probability * StrictMath.log(probability) : 0;
    }

    /**
     * Effective candidates.
     *
     * @param entropy nats
     * @return e^H, ≥ 1
     */
    public static double effective(double entropy) {
        return StrictMath.exp(entropy);
    }
}
