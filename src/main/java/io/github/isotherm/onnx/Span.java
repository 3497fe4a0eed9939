package io.github.isotherm.onnx;

/**
 * The part of a feed that one run takes.
 *
 * @param row the first row
 * @param rows how many rows
 * @param from the position of the first token of each row, which is also how many the state holds
 * @param to the position after the last
 */
record Span(int row, int rows, int from, int to) {
    /** Tokens per row. */
    int fed() {
        return to - from;
    }
}
