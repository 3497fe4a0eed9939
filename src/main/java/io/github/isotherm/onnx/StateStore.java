package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;

/**
 * Holds the state of one sequence between runs, and lends it to the next. What a run that failed has left behind counts for
 * nothing: only {@link #advance} moves on. Owned by one sequence.
 */
interface StateStore extends AutoCloseable {
    /**
     * Puts the state's tensors among the inputs and outputs of the next run.
     *
     * @param from positions held
     * @param to positions to be held after the run
     */
    void bind(Bindings bindings, int from, int to) throws OrtException;

    /**
     * The run was a success: what it wrote is now held.
     *
     * @param from positions held before
     * @param to positions the run has reached
     * @return positions held now, at most {@code to}; those after are to be fed again
     */
    int advance(int from, int to);

    /**
     * Told after every run where memory may be moved to huge pages.
     *
     * @param held positions held
     */
    default void ran(int held) {}

    /**
     * How many positions it can go back to.
     *
     * @param from positions held
     * @param to positions wanted, ≤ {@code from}
     * @return at most {@code to}; those after are to be fed again
     */
    int reachable(int from, int to);

    /**
     * Goes back.
     *
     * @param from positions held
     * @param to a {@link #reachable} number of positions
     */
    void rewind(int from, int to);

    /**
     * A new store that holds the beginning of what this one holds.
     *
     * @param from positions held
     * @param to a {@link #reachable} number of positions
     */
    StateStore copy(int from, int to);

    /**
     * Bytes of memory in use.
     *
     * @param held positions held
     */
    long bytes(int held);

    @Override
    void close();
}
