package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;

/**
 * Holds the state of a session's rows between steps, and lends it to the next step. What a step that failed has left
 * behind counts for nothing: only {@link #advance} moves on. Owned by one session.
 */
interface StateStore extends AutoCloseable {

    /**
     * Puts the state's tensors among the inputs and outputs of the next run. A step of all rows may take several runs.
     *
     * @param span the rows and tokens of the run; the state holds the positions before
     */
    void bind(Bindings bindings, Span span) throws OrtException;

    /**
     * Every run of a step was a success: what they wrote is now held.
     *
     * @param from positions held before
     * @param to positions the step has reached
     * @return positions held now, at most {@code to}; those after are to be fed again
     */
    int advance(int from, int to);

    /**
     * Forgets the positions from {@code to} on, of {@code from} held.
     *
     * @return positions still held, at most {@code to}; those after are to be fed again
     */
    int rewind(int from, int to);

    /** A new store whose rows are the given rows of this one. */
    StateStore copy(int[] rows, int positions);

    /** Keeps the given rows, in that order. */
    void retain(int[] rows, int positions);

    /** Bytes of memory taken. */
    long bytes();

    @Override
    void close();
}
