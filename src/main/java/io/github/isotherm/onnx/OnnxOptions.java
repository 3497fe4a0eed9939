package io.github.isotherm.onnx;

import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;

/**
 * How a model runs: what {@code EngineOptions} come to, made from them once.
 *
 * @param threads threads that share one step, ≥ 1
 * @param spinning whether idle threads wait busily: faster steps on a quiet machine, wasted processor time on a shared one
 * @param activations what becomes of the numbers that weights are multiplied with; {@link Activations#FAST} when the graph
 *     runs as it is
 * @param keyValues how many bits keys and values have; {@link KeyValueType#FILE} when the graph runs as it is
 * @param fastInt4 whether products with 4-bit weights round activations to 8 bits also where the file does not ask for
 *     it: several times faster, and less exact
 * @param cacheGraph whether the graph is kept in isotherm's cache as ONNX Runtime has optimised it, and loaded from there the
 *     next time: saves work where a graph has thousands of nodes, and takes as much room as the weights inside the graph's
 *     file (those in files beside it are not copied)
 * @param asIs whether the graph runs untouched, one sequence at a time: then a sequence's logits may depend on how it was
 *     fed
 * @param rows how many sequences share one run of the graph, ≥ 1, where it allows that; each beyond the first that is not
 *     used costs some per cent of a step
 * @param hugePages whether weights are moved to pages of 2 MiB where the system allows
 */
public record OnnxOptions(
        int threads,
        boolean spinning,
        Activations activations,
        KeyValueType keyValues,
        boolean fastInt4,
        boolean cacheGraph,
        boolean asIs,
        int rows,
        boolean hugePages) {

    /** Checks the ranges. */
    public OnnxOptions {
        Checks.atLeast("threads", threads, 1);
        Checks.atLeast("rows", rows, 1);
        if (asIs && activations != Activations.FAST) {
            throw Checks.invalid("activations", activations.label(), "fast where the graph runs as it is");
        }
        if (asIs && keyValues != KeyValueType.FILE) {
            throw Checks.invalid("keyValues", keyValues.label(), "file where the graph runs as it is");
        }
        if (fastInt4 && activations == Activations.FLOAT) {
            throw Checks.invalid("activations", activations.label(), "exact or fast where products are fast");
        }
    }

    /** These options with another number of sequences that share a run. */
    OnnxOptions withRows(int count) {
        return new OnnxOptions(threads, spinning, activations, keyValues, fastInt4, cacheGraph, asIs, count, hugePages);
    }
}
