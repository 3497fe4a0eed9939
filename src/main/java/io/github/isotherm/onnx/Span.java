package io.github.isotherm.onnx;

/**
 * The tokens of a sequence that one run takes.
 *
 * @param from the position of the first, which is also how many the state holds
 * @param to the position after the last
 */
record Span(int from, int to) {
    /** Tokens. */
    int fed() {
        return to - from;
    }
}
