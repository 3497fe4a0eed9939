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
     * @param span the rows and tokens of the run
     * @param past positions held
     */
    void bind(Bindings bindings, Span span, int past) throws OrtException;

    /** Every run of the step was a success: what they wrote is now held. */
    void advance();

    /** Forgets the positions from {@code to} on, of {@code from} held. */
    void rewind(int from, int to);

    /** A new store whose rows are the given rows of this one. */
    StateStore copy(int[] rows, int positions);

    /** Keeps the given rows, in that order. */
    void retain(int[] rows, int positions);

    /** Bytes of memory taken. */
    long bytes();

    @Override
    void close();
}
