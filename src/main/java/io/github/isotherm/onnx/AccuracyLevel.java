package io.github.isotherm.onnx;

import java.util.List;
import java.util.Map;

/**
 * Another {@code accuracy_level} for products with few-bit weights, in the bytes of a graph: everything else stays as it is.
 */
enum AccuracyLevel {
    /**
     * Rounds activations to 8 bits where the file does not ask for it: exporters that leave the level out get kernels that are
     * several times slower.
     */
    ROUNDED(4) {
        @Override
        boolean applies(GraphNode node) {
            return isProduct(node)
                    && node.numbers().getOrDefault("bits", 4L) == 4
                    && node.numbers().getOrDefault(NAME, 0L) < level;
        }
    },

    /** Rounds none where the file asks for it. */
    FLOAT(1) {
        @Override
        boolean applies(GraphNode node) {
            return isProduct(node) && node.numbers().getOrDefault(NAME, 0L) == ROUNDED.level;
        }
    };

    private static final String NAME = "accuracy_level";
    final long level;

    AccuracyLevel(long level) {
        this.level = level;
    }

    /** Whether a node's level would be another. */
    abstract boolean applies(GraphNode node);

    private static boolean isProduct(GraphNode node) {
        return node.operator().equals(ProductKind.DOMAIN + "." + ProductKind.OPERATOR);
    }

    /** The same graph, its products with this level. */
    GraphProto rewritten(GraphProto graph) {
        return new NodeRewrite(this::changed).of(graph);
    }

    private List<GraphProto.Field> changed(GraphProto.Field field) {
        return List.of(applies(field.node()) ? OnnxFields.withNumbers(field, Map.of(NAME, level)) : field);
    }
}
