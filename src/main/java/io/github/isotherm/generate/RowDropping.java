package io.github.isotherm.generate;

/**
 * When finished rows are taken out of a batch: a row less makes every later step shorter, but the rows that take the places
 * of finished ones have their state copied. Counted in tokens, not in time, so that the same batch always does the same.
 */
final class RowDropping {
    /**
     * Copying the state of so many tokens takes as long as one step is longer for one row more; measured with the bundled
     * model, see the decision "Memory of rows".
     */
    static final int TOKENS_PER_STEP = 1000;

    private RowDropping() {}

    /**
     * Whether dropping pays.
     *
     * @param dropped rows to drop
     * @param moved rows whose state is copied for it
     * @param held tokens that each row holds
     * @param stepsLeft steps that the batch can still take
     */
    static boolean pays(int dropped, int moved, int held, int stepsLeft) {
        return (long) stepsLeft * dropped * TOKENS_PER_STEP >= (long) moved * held;
    }
}
