package io.github.isotherm.sampling;

import java.util.Arrays;

/** What a stateful processor keeps of a distribution until it is told which token was accepted. One for each row. */
public final class EnteredDistribution {
    private int[] ids = {};
    private double[] weights = {};
    private int size = -1;
    private double total;

    /** Nothing remembered yet. */
    public EnteredDistribution() {}

    /**
     * Remembers the distribution over the candidates in play.
     *
     * @param candidates copied
     */
    public void remember(Candidates candidates) {
        size = candidates.size();
        if (ids.length < size) {
            ids = new int[candidates.vocabularySize()];
            weights = new double[candidates.vocabularySize()];
        }
        for (int i = 0; i < size; i++) {
            ids[i] = candidates.id(i);
        }
        System.arraycopy(candidates.weights(), 0, weights, 0, size);
        total = candidates.totalWeight();
    }

    /**
     * Whether nothing was remembered yet.
     *
     * @return true before the first step
     */
    public boolean isEmpty() {
        return size < 0;
    }

    /**
     * The remembered probability of a token.
     *
     * @param token the token id
     * @return in [0, 1]; 0 if it was not in play
     */
    public double probability(int token) {
        int at = Arrays.binarySearch(ids, 0, Math.max(0, size), token);
        return at < 0 ? 0 : weights[at] / total;
    }
}
