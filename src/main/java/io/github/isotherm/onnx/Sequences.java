package io.github.isotherm.onnx;

import java.util.Arrays;

/** The tokens of a session's rows: what cannot be taken from the state is computed from them again. */
final class Sequences {
    private int[][] rows;
    private int length;

    Sequences(int rows) {
        this.rows = new int[rows][0];
    }

    /** {@code [rows]} of at least {@link #length} tokens. */
    int[][] tokens() {
        return rows;
    }

    int length() {
        return length;
    }

    void append(int[][] tokens) {
        int fed = tokens[0].length;
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length < length + fed) {
                rows[row] = Arrays.copyOf(rows[row], Math.max(length + fed, 2 * rows[row].length));
            }
            System.arraycopy(tokens[row], 0, rows[row], length, fed);
        }
        length += fed;
    }

    void truncate(int to) {
        length = to;
    }

    Sequences copy(int[] chosen) {
        Sequences copy = new Sequences(chosen.length);
        for (int i = 0; i < chosen.length; i++) {
            copy.rows[i] = Arrays.copyOf(rows[chosen[i]], length);
        }
        copy.length = length;
        return copy;
    }
}
