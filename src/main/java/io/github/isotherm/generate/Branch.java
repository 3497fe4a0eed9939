package io.github.isotherm.generate;

/** What goes on from a prompt that has been read: a row that is generated, or a text that is read. */
interface Branch {
    /**
     * Begins with what the model says after the prompt.
     *
     * @param logits {@code [vocabulary]}, shared and not to be changed
     */
    void begin(float[] logits);

    /** Whether nothing more is to be fed. */
    boolean isFinished();

    /**
     * Guesses what else to feed in the next run, where guesses are fed.
     *
     * @param rows how many rows share it, ≥ 1; 0: nothing is to be guessed
     */
    default void guess(int rows) {}

    /** How many of the ids given last were guessed. */
    default int guessed() {
        return 0;
    }

    /**
     * The ids to feed now, while it is not finished.
     *
     * @param most how many at most, ≥ 1
     * @return at least one
     */
    int[] next(int most);

    /**
     * Takes what the model says after each of the ids given last.
     *
     * @param logits of a run
     * @param feed the index in it
     */
    void take(Logits logits, int feed);

    /** How many positions' logits are wanted of so many ids. */
    int kept(int fed);

    /** Whether it wants several ids a run: then it takes turns with what wants only one. */
    boolean reads();

    /** How many of the ids given last were not to be taken, and are to be forgotten; counted from the end. */
    default int surplus() {
        return 0;
    }

    /** How many runs it may still take. */
    int runsLeft();
}
