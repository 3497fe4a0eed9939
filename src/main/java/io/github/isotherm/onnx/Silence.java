package io.github.isotherm.onnx;

import java.util.Collection;

/**
 * Which numbers of rows a product with few-bit weights wants another row behind: one that is left over takes another kernel,
 * with sums in another order. Measured on x86 processors with AVX-512 (src/test/python/lone_rows.py).
 */
enum Silence {
    /** None: each row is as it is alone. */
    NEVER,

    /** One more than a multiple of a block of rows. */
    ONE_LEFT_OF_A_BLOCK,

    /** Odd ones. */
    ODD;

    private static final String PRODUCT = "com.microsoft.MatMulNBits";
    private static final int ROUNDED_TO_8_BITS = 4;
    private static final int ROWS = 128;

    /** What is enough for all of some operators. */
    static Silence of(Collection<GraphNode> nodes) {
        return nodes.stream().map(Silence::of).max(Enum::compareTo).orElse(NEVER);
    }

    private static Silence of(GraphNode node) {
        if (!node.operator().equals(PRODUCT)) {
            return NEVER;
        }
        if (node.numbers().getOrDefault("accuracy_level", 0L) != ROUNDED_TO_8_BITS) {
            return ONE_LEFT_OF_A_BLOCK;
        }
        int paired = node.numbers().getOrDefault("bits", 4L) == 8 ? 128 : 64;
        return node.numbers().getOrDefault("block_size", 32L) < paired ? NEVER : ODD;
    }

    /** Whether so many rows want another. */
    boolean isWanted(int rows) {
        return switch (this) {
            case NEVER -> false;
            case ONE_LEFT_OF_A_BLOCK -> rows % ROWS == 1;
            case ODD -> rows % 2 == 1;
        };
    }
}
