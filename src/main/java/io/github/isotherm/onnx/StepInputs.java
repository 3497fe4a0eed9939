package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import org.jspecify.annotations.Nullable;

/** The inputs of a step that are not state: ids, mask, positions, and how many logits to compute. */
final class StepInputs {
    private final IntegerInput ids;
    private final @Nullable IntegerInput mask;
    private final @Nullable IntegerInput positions;
    private final @Nullable IntegerInput keepCount;

    StepInputs(OrtEnvironment environment, Graph graph) {
        ids = new IntegerInput(environment, graph.inputIds());
        mask = optional(environment, graph.attentionMask());
        positions = optional(environment, graph.positionIds());
        keepCount = optional(environment, graph.keepCount());
    }

    private static @Nullable IntegerInput optional(OrtEnvironment environment, @Nullable Port port) {
        return port == null ? null : new IntegerInput(environment, port);
    }

    /**
     * Binds a part of the tokens, after {@code past} others.
     *
     * @return of how many positions the graph will compute logits
     */
    int bind(Bindings bindings, int[][] tokens, Span span, int past, int kept) throws OrtException {
        int rows = span.rows();
        int fed = span.fed();
        ids.begin(rows * fed);
        for (int row = span.row(); row < span.row() + rows; row++) {
            for (int i = span.from(); i < span.to(); i++) {
                ids.add(tokens[row][i]);
            }
        }
        ids.bind(bindings, rows, fed);
        bindMask(bindings, rows, past + fed);
        bindPositions(bindings, rows, past, fed);
        if (keepCount == null) {
            return fed;
        }
        int computed = Math.max(1, kept);
        keepCount.bindSingle(bindings, computed);
        return computed;
    }

    private void bindMask(Bindings bindings, int rows, int total) throws OrtException {
        if (mask != null) {
            mask.begin(rows * total);
            for (int i = 0; i < rows * total; i++) {
                mask.add(1);
            }
            mask.bind(bindings, rows, total);
        }
    }

    private void bindPositions(Bindings bindings, int rows, int past, int fed) throws OrtException {
        if (positions != null) {
            positions.begin(rows * fed);
            for (int i = 0; i < rows * fed; i++) {
                positions.add(past + i % fed);
            }
            positions.bind(bindings, rows, fed);
        }
    }
}
