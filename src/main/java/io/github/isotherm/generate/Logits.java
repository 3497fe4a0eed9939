package io.github.isotherm.generate;

/** A view of logits {@code [rows, positions, vocabulary]} that a run computed. */
public interface Logits {
    /**
     * Copies the logits of one position.
     *
     * @param row the feed, from 0, in the order of the run
     * @param position the kept position, from 0; the last one predicts the next token
     * @param target receives {@code [vocabulary]} floats
     */
    void copyTo(int row, int position, float[] target);
}
