package io.github.isotherm;

import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.onnx.OnnxOptions;
import io.github.isotherm.onnx.PhysicalCores;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the engine runs a model.
 *
 * @param threads threads that share one step; 0: one per physical core
 * @param spinning whether idle threads wait busily for the next piece of work: faster steps on a quiet machine, wasted
 *     processor time in a program that has other things to do
 * @param activations what becomes of the numbers that weights are multiplied with; {@link Activations#FAST} when the graph
 *     runs as it is
 * @param keyValues how many bits keys and values have; {@link KeyValueType#FILE} when the graph runs as it is
 * @param fastInt4 whether products with 4-bit weights round activations to 8 bits also where the model's file does not ask
 *     for it: several times faster, and less exact
 * @param cacheGraph whether the graph is kept in isotherm's cache as ONNX Runtime has optimised it, and loaded from there the
 *     next time: saves work where a graph has thousands of nodes, and takes as much room as the weights inside the graph's
 *     file (those in files beside it are not copied)
 * @param asIs whether the graph runs untouched, one sequence at a time: then a token's probability may depend on how the
 *     tokens before it were fed
 * @param rows how many sequences share one run of the graph, ≥ 1, where it allows that; each beyond the first that is not
 *     used costs some per cent of a step. A comparison of more rows widens the graph
 * @param hugePages whether weights are moved to pages of 2 MiB where the system allows: faster steps, the same bits
 * @param openTimeout how long whoever opens a model waits for it, > 0; null: until it is open
 */
public record EngineOptions(
        int threads,
        boolean spinning,
        Activations activations,
        KeyValueType keyValues,
        boolean fastInt4,
        boolean cacheGraph,
        boolean asIs,
        int rows,
        boolean hugePages,
        @Nullable Duration openTimeout)
        implements Serializable {

    /** Checks the ranges. */
    public EngineOptions {
        Checks.atLeast("threads", threads, 0);
        new OnnxOptions(
                Math.max(1, threads), spinning, activations, keyValues, fastInt4, cacheGraph, asIs, rows, hugePages);
        if (openTimeout != null && (openTimeout.isNegative() || openTimeout.isZero())) {
            throw Checks.invalid("openTimeout", openTimeout.toString(), "longer than zero, or not given");
        }
    }

    /**
     * What suits a program that has other things to do: one thread per physical core, no spinning, products as the file
     * wants them, no copy of the graph.
     *
     * @return the defaults
     */
    public static EngineOptions defaults() {
        return new EngineOptions(0, false, Activations.EXACT, KeyValueType.FILE, false, false, false, 1, true, null);
    }

    /**
     * These options with another number of threads.
     *
     * @param count ≥ 0
     * @return a copy
     */
    public EngineOptions withThreads(int count) {
        return new EngineOptions(
                count, spinning, activations, keyValues, fastInt4, cacheGraph, asIs, rows, hugePages, openTimeout);
    }

    /**
     * These options with or without spinning.
     *
     * @param value whether idle threads wait busily
     * @return a copy
     */
    public EngineOptions withSpinning(boolean value) {
        return new EngineOptions(
                threads, value, activations, keyValues, fastInt4, cacheGraph, asIs, rows, hugePages, openTimeout);
    }

    /**
     * These options with other activations.
     *
     * @param value what becomes of the numbers that weights are multiplied with
     * @return a copy
     */
    public EngineOptions withActivations(Activations value) {
        return new EngineOptions(
                threads, spinning, value, keyValues, fastInt4, cacheGraph, asIs, rows, hugePages, openTimeout);
    }

    /**
     * These options with keys and values of another size.
     *
     * @param value how many bits they have
     * @return a copy
     */
    public EngineOptions withKeyValues(KeyValueType value) {
        return new EngineOptions(
                threads, spinning, activations, value, fastInt4, cacheGraph, asIs, rows, hugePages, openTimeout);
    }

    /**
     * These options with or without fast products.
     *
     * @param value whether activations are rounded to 8 bits
     * @return a copy
     */
    public EngineOptions withFastInt4(boolean value) {
        return new EngineOptions(
                threads, spinning, activations, keyValues, value, cacheGraph, asIs, rows, hugePages, openTimeout);
    }

    /**
     * These options with or without the cache of optimised graphs.
     *
     * @param value whether the optimised graph is kept
     * @return a copy
     */
    public EngineOptions withCacheGraph(boolean value) {
        return new EngineOptions(
                threads, spinning, activations, keyValues, fastInt4, value, asIs, rows, hugePages, openTimeout);
    }

    /**
     * These options with the graph untouched or not. Untouched it has {@link Activations#FAST} and {@link KeyValueType#FILE}.
     *
     * @param value whether the graph runs as its file has it
     * @return a copy
     */
    public EngineOptions withAsIs(boolean value) {
        return new EngineOptions(
                threads,
                spinning,
                value ? Activations.FAST : activations,
                value ? KeyValueType.FILE : keyValues,
                fastInt4,
                cacheGraph,
                value,
                rows,
                hugePages,
                openTimeout);
    }

    /**
     * These options with another number of sequences that share a run.
     *
     * @param count ≥ 1
     * @return a copy
     */
    public EngineOptions withRows(int count) {
        return new EngineOptions(
                threads, spinning, activations, keyValues, fastInt4, cacheGraph, asIs, count, hugePages, openTimeout);
    }

    /**
     * These options with or without huge pages.
     *
     * @param value whether weights are moved to pages of 2 MiB where the system allows
     * @return a copy
     */
    public EngineOptions withHugePages(boolean value) {
        return new EngineOptions(
                threads, spinning, activations, keyValues, fastInt4, cacheGraph, asIs, rows, value, openTimeout);
    }

    /**
     * These options with a limit to the time that opening takes. ONNX Runtime reads and rewrites a graph in native code, which
     * nothing stops: behind the limit the caller is told, and what was opened in vain is closed as soon as it is there.
     *
     * @param limit > 0; null for none
     * @return a copy
     */
    public EngineOptions withOpenTimeout(@Nullable Duration limit) {
        return new EngineOptions(
                threads, spinning, activations, keyValues, fastInt4, cacheGraph, asIs, rows, hugePages, limit);
    }

    /**
     * The number of threads that share a step.
     *
     * @return the number asked for, else the number of physical cores
     */
    public int threadsUsed() {
        return threads == 0 ? PhysicalCores.count() : threads;
    }

    OnnxOptions onnx() {
        return new OnnxOptions(
                threadsUsed(), spinning, activations, keyValues, fastInt4, cacheGraph, asIs, rows, hugePages);
    }
}
