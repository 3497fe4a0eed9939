package io.github.isotherm.onnx;

/**
 * Cuts a long feed into runs.
 *
 * @param mostTokens tokens of one run, all rows together
 */
record Chunks(int mostTokens) {
    private static final int USUAL = 512;

    /** Where a graph gives logits of every position: the memory for those of one run. */
    private static final int LOGITS_BYTES = 64 << 20;

    private static final int LEAST = 16;

    static Chunks of(Graph graph) {
        if (graph.keepCount() != null) {
            return new Chunks(USUAL);
        }
        int fitting = LOGITS_BYTES / (graph.vocabularySize() * graph.logits().type().size);
        return new Chunks(Math.max(LEAST, Math.min(USUAL, fitting)));
    }

    /** The end of the run that begins at {@code from}; no run is a lone token where two can be had. */
    int end(int rows, int from, int to) {
        int end = Math.min(to, from + Math.max(LEAST, mostTokens / rows));
        return end == to - 1 ? end - 1 : end;
    }
}
