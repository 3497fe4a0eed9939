package io.github.isotherm.onnx;

/**
 * Finds the weights that ONNX Runtime packs while it opens a graph: it tells nobody where they are, but the system lists what
 * was not there before.
 */
final class HugePages {
    private final MemoryMap before;

    private HugePages(MemoryMap before) {
        this.before = before;
    }

    /**
     * To be called before the graph is opened.
     *
     * @param wanted whether its weights are to be moved, should the system allow
     */
    static HugePages before(boolean wanted) {
        return new HugePages(wanted && MemoryAdvice.canCollapse() ? MemoryMap.now() : MemoryMap.NONE);
    }

    /** To be called when it is open: the weights, to be closed when the graph is. */
    WeightPages after() {
        return new WeightPages(before, before.isEmpty() ? MemoryMap.NONE : MemoryMap.now());
    }
}
