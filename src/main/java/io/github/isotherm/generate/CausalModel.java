package io.github.isotherm.generate;

import java.util.List;

/** A language model that predicts the next token: the weights, shared by all sequences. */
public interface CausalModel {
    /**
     * The number of logits per position.
     *
     * @return ids, ≥ 1
     */
    int vocabularySize();

    /**
     * The number of tokens a sequence can have, prompt and completion together.
     *
     * @return tokens, ≥ 1
     */
    int contextLength();

    /**
     * Opens an empty sequence. It takes memory as it grows.
     *
     * @return the sequence, to be closed by the caller
     * @throws io.github.isotherm.error.ClosedException when the model is closed
     */
    Sequence open();

    /**
     * Appends tokens to sequences and computes logits after them: all feeds in one run of the graph where it allows, as many
     * as {@link #rowsAtOnce()}, else in several, with the same result. A run that fails leaves every sequence as long as it
     * was, or longer by whole feeds. By one thread at a time.
     *
     * @param feeds at least one, each of another sequence
     * @return logits {@code [keepLast, vocabulary]} of each feed, valid until the next run
     * @throws io.github.isotherm.error.ContextLengthException when a sequence would outgrow the context; nothing is fed then
     * @throws io.github.isotherm.error.CancelledException when {@link #interrupt()} was called meanwhile
     * @throws io.github.isotherm.error.ClosedException when the model or a sequence is closed
     */
    Logits run(List<Feed> feeds);

    /**
     * How many sequences share a run of the graph as it is opened now.
     *
     * @return rows, ≥ 1
     */
    default int rowsAtOnce() {
        return 1;
    }

    /**
     * Asks for a graph in which more sequences share a run. Takes a moment, once; changes no result, and nothing where the
     * graph does not allow it. Between runs, by the thread that runs.
     *
     * @param rows how many, ≥ 1; fewer than there are change nothing
     */
    default void widen(int rows) {}

    /**
     * Whether the logits of a sequence depend on its ids alone, to the bit: not on how they were cut into feeds, nor on what
     * else was fed in the same run.
     *
     * @return true where that holds
     */
    default boolean isExact() {
        return true;
    }

    /**
     * The memory that a sequence takes at most until it has a length.
     *
     * @param tokens its length, ≥ 0
     * @return bytes, never less for more tokens; 0 where nobody counts
     */
    default long stateBytes(int tokens) {
        return 0;
    }

    /**
     * Makes a run in progress fail soon with a {@link io.github.isotherm.error.CancelledException}: the model is about to be
     * closed, or nobody wants the result any more. Its sequences can be fed again afterwards. Where no run is in progress it
     * may be forgotten. From any thread.
     */
    default void interrupt() {}

    /**
     * The time that all runs have spent in the runtime so far: what is left of a loop's time is the loop's own.
     *
     * @return nanoseconds; 0 where nobody counts
     */
    default long runtimeNanos() {
        return 0;
    }
}
