package io.github.isotherm.generate;

/** A view of logits {@code [rows, positions, vocabulary]} that a session computed. */
public interface Logits {
    /**
     * Copies the logits of one position.
     *
     * @param row the sequence, from 0
     * @param position the kept position, from 0; the last one predicts the next token
     * @param target receives {@code [vocabulary]} floats
     */
    void copyTo(int row, int position, float[] target);
}
