package io.github.isotherm.onnx;

/**
 * A product with few-bit weights.
 *
 * @param node its operator
 * @param kind what it takes its kernel by
 * @param inner numbers of a row before it
 * @param outer numbers of a row after it
 */
record Product(GraphNode node, ProductKind kind, int inner, int outer) {
    private static final int ZERO_POINTS = 3;
    private static final int ORDER = 4;
    private static final int BIAS = 5;

    static Product of(GraphNode node) {
        return new Product(node, ProductKind.of(node), number(node, "K"), number(node, "N"));
    }

    private static int number(GraphNode node, String name) {
        return Math.toIntExact(node.numbers().getOrDefault(name, 0L));
    }

    int block() {
        return Math.toIntExact(kind.block());
    }

    /** Numbers of a row when its last block is filled up. */
    int filled() {
        return (inner + block() - 1) / block() * block();
    }

    String rows() {
        return node.input(0);
    }

    String weights() {
        return node.input(1);
    }

    String scales() {
        return node.input(2);
    }

    String zeroPoints() {
        return node.input(ZERO_POINTS);
    }

    /** Whether its weights' order is another than that of the rows' numbers. */
    boolean isReordered() {
        return !node.input(ORDER).isEmpty();
    }

    String bias() {
        return node.input(BIAS);
    }

    String result() {
        return node.output(0);
    }
}
