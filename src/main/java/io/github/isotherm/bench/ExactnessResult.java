package io.github.isotherm.bench;

import java.util.List;

/**
 * Where logits are equal to the bit however the same ids were fed, and where they are not.
 *
 * @param promised whether the engine says that they depend on the ids alone
 * @param rowsAtOnce how many sequences shared a run
 * @param ways what was tried
 */
public record ExactnessResult(boolean promised, int rowsAtOnce, List<Way> ways) {
    /** Copies the list. */
    public ExactnessResult {
        ways = List.copyOf(ways);
    }

    /**
     * The ways that changed a bit.
     *
     * @return those, in the order tried
     */
    public List<Way> different() {
        return ways.stream().filter(way -> way.different() > 0).toList();
    }

    /**
     * The most that the probability of a token moved.
     *
     * @return the largest difference of all ways
     */
    public double largestProbability() {
        return ways.stream().mapToDouble(Way::largestProbability).max().orElse(0);
    }

    /**
     * One way of arriving at logits, against the same ids fed alone and at once.
     *
     * @param name what was done
     * @param positions whose logits were compared; 0 where time was up before
     * @param logits how many that were
     * @param different how many differ in at least one bit
     * @param largestLogit the largest difference of a logit
     * @param largestProbability the largest difference of a token's probability
     * @param largestDivergence the largest Kullback-Leibler divergence of a position's distributions, in nats
     */
    public record Way(
            String name,
            long positions,
            long logits,
            long different,
            double largestLogit,
            double largestProbability,
            double largestDivergence) {}
}
