package io.github.isotherm.onnx;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a product with few-bit weights takes its kernel by.
 *
 * @param bits of a weight
 * @param block weights that share a scale
 * @param level its {@code accuracy_level}
 * @param zeroPoints whether each block has one
 */
record ProductKind(long bits, long block, long level, boolean zeroPoints) {
    static final String OPERATOR = "MatMulNBits";
    static final String DOMAIN = "com.microsoft";
    private static final int ROUNDED_TO_8_BITS = 4;

    /** The kinds among some operators. */
    static Set<ProductKind> of(Collection<GraphNode> nodes) {
        return nodes.stream()
                .filter(node -> node.operator().equals(DOMAIN + "." + OPERATOR))
                .map(ProductKind::of)
                .collect(Collectors.toSet());
    }

    private static ProductKind of(GraphNode node) {
        return new ProductKind(
                node.numbers().getOrDefault("bits", 4L),
                node.numbers().getOrDefault("block_size", 32L),
                node.numbers().getOrDefault("accuracy_level", 0L),
                !node.input(3).isEmpty());
    }

    /** Whether ONNX Runtime may know it. */
    boolean isOrdinary() {
        return Set.of(2L, 4L, 8L).contains(bits) && block >= 16 && block <= 256 && Long.bitCount(block) == 1;
    }

    /** Measured on x86 processors with AVX-512 (src/test/python/lone_rows.py); others may need more. */
    Silence rule() {
        if (level != ROUNDED_TO_8_BITS) {
            return Silence.ONE_LEFT_OF_A_BLOCK;
        }
        return block < (bits == 8 ? 128 : 64) ? Silence.NEVER : Silence.ODD;
    }
}
