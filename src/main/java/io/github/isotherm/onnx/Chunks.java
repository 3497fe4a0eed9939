package io.github.isotherm.onnx;

/**
 * Cuts a long feed into runs.
 *
 * @param mostTokens tokens of one run
 * @param logitsBytes bytes of a position's logits, 0 where the graph computes those asked for only
 * @param whole whether every run takes all tokens from the first
 * @param stepwise whether a run takes one token once there is a past
 * @param lastOnly whether a run gives the logits of its last position only
 */
record Chunks(int mostTokens, int logitsBytes, boolean whole, boolean stepwise, boolean lastOnly) {
    static final int USUAL = 512;

    /** Where a graph gives logits of every position: the memory for those of one run. */
    static final int MOST_BYTES = 64 << 20;

    static final int LEAST = 16;

    static Chunks of(Graph graph, boolean stepwise) {
        boolean fewLogits = graph.has(Role.KEEP_COUNT) || graph.logits().lastOnly();
        int bytes = graph.vocabularySize() * graph.logits().port().type().size;
        boolean alone = stepwise || graph.fixedTokens() == 1;
        return new Chunks(
                fewLogits ? USUAL : Math.max(LEAST, Math.min(USUAL, MOST_BYTES / bytes)),
                fewLogits ? 0 : bytes,
                graph.slots().isEmpty(),
                alone,
                graph.logits().lastOnly());
    }

    /**
     * The end of the next run, which begins where the state ends; no run is a lone token where two can be had.
     *
     * @param held positions the state holds
     * @param done positions computed already, ≥ held
     * @param to the end of the feed
     * @param firstKept the first position whose logits are wanted
     * @param oneToken whether runs take one token even without a past
     */
    int end(int held, int done, int to, int firstKept, boolean oneToken) {
        int end = to;
        if (oneToken || (stepwise && held > 0)) {
            end = held + 1;
        } else if (!whole && !stepwise) {
            end = Math.min(to, held + mostTokens);
            end = end == to - 1 && end - held > 1 ? end - 1 : end;
        }
        return lastOnly ? Math.min(end, Math.max(done, firstKept) + 1) : end;
    }
}
