package io.github.isotherm.generate;

/**
 * How much state a piece of work may use: that of one sequence, and of copies of it that advance as batches.
 *
 * @param tokens the most tokens the session itself holds, ≥ 1
 * @param leastRows the fewest rows a batch can have, 0 where the work forks nothing
 * @param rows how many rows there are; as many of them as fit make a batch
 * @param rowTokens the most tokens a row holds, the prompt included
 */
public record StateDemand(int tokens, int leastRows, int rows, int rowTokens) {

    /**
     * One sequence.
     *
     * @param tokens the most it holds, ≥ 1
     * @return the demand
     */
    public static StateDemand of(int tokens) {
        return new StateDemand(tokens, 0, 0, 0);
    }

    /**
     * With rows besides, in one batch or several.
     *
     * @param least the fewest that a batch can have, ≥ 1
     * @param count how many, ≥ least
     * @param length the most tokens that each holds
     * @return the demand
     */
    public StateDemand withRows(int least, int count, int length) {
        return new StateDemand(tokens, least, count, length);
    }

    /** The bytes of rows in one batch. */
    long rowBytes(CausalModel model, int count) {
        return count == 0 ? 0 : model.stateBytes(count, rowTokens);
    }
}
