package io.github.isotherm;

import io.github.isotherm.error.Checks;
import io.github.isotherm.onnx.OnnxOptions;

/**
 * How the engine runs a model.
 *
 * @param threads threads that share one step; 0: one per physical core
 * @param spinning whether idle threads wait busily for the next piece of work: faster steps on a quiet machine, wasted
 *     processor time in a program that has other things to do
 * @param fastInt4 whether products with 4-bit weights round activations to 8 bits also where the model's file does not ask
 *     for it: several times faster, and less exact
 * @param cacheGraph whether the graph is kept in isotherm's cache as ONNX Runtime has optimised it, and loaded from there the
 *     next time: saves work where a graph has thousands of nodes, and takes as much room as the weights inside the graph's
 *     file (those in files beside it are not copied)
 */
public record EngineOptions(int threads, boolean spinning, boolean fastInt4, boolean cacheGraph) {

    /** Checks the range. */
    public EngineOptions {
        Checks.atLeast("threads", threads, 0);
    }

    /**
     * What suits a program that has other things to do: one thread per physical core, no spinning, products as the file
     * wants them, no copy of the graph.
     *
     * @return the defaults
     */
    public static EngineOptions defaults() {
        return new EngineOptions(0, false, false, false);
    }

    /**
     * These options with another number of threads.
     *
     * @param count ≥ 0
     * @return a copy
     */
    public EngineOptions withThreads(int count) {
        return new EngineOptions(count, spinning, fastInt4, cacheGraph);
    }

    /**
     * These options with or without spinning.
     *
     * @param value whether idle threads wait busily
     * @return a copy
     */
    public EngineOptions withSpinning(boolean value) {
        return new EngineOptions(threads, value, fastInt4, cacheGraph);
    }

    /**
     * These options with or without fast products.
     *
     * @param value whether activations are rounded to 8 bits
     * @return a copy
     */
    public EngineOptions withFastInt4(boolean value) {
        return new EngineOptions(threads, spinning, value, cacheGraph);
    }

    /**
     * These options with or without the cache of optimised graphs.
     *
     * @param value whether the optimised graph is kept
     * @return a copy
     */
    public EngineOptions withCacheGraph(boolean value) {
        return new EngineOptions(threads, spinning, fastInt4, value);
    }

    /**
     * The number of threads that share a step.
     *
     * @return the number asked for, else the number of physical cores
     */
    public int threadsUsed() {
        return onnx().threads();
    }

    OnnxOptions onnx() {
        OnnxOptions defaults = OnnxOptions.defaults();
        return new OnnxOptions(threads == 0 ? defaults.threads() : threads, spinning, fastInt4, cacheGraph);
    }
}
