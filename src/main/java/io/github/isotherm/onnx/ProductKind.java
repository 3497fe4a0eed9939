package io.github.isotherm.onnx;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Set<ProductKind> kinds = new HashSet<>();
        for (GraphNode node : nodes) {
            if (node.operator().equals(DOMAIN + "." + OPERATOR)) {
                kinds.add(of(node));
            }
        }
        return kinds;
    }

    static ProductKind of(GraphNode node) {
        return new ProductKind(
                node.numbers().getOrDefault("bits", 4L),
                node.numbers().getOrDefault("block_size", 32L),
                node.numbers().getOrDefault("accuracy_level", 0L),
                !node.input(3).isEmpty());
    }

    /** In names of values. */
    String label() {
        return bits + "." + block + "." + level + "." + zeroPoints;
    }

    /** Whether ONNX Runtime may know it. */
    boolean isOrdinary() {
        return Set.of(2L, 4L, 8L).contains(bits) && block >= 16 && block <= 256 && Long.bitCount(block) == 1;
    }

    /** Whether it may round what it multiplies to 8 bits. */
    boolean rounds() {
        return level == ROUNDED_TO_8_BITS && isOrdinary();
    }

    /**
     * Measured on x86 processors with AVX-512 (src/test/python/lone_rows.py); others may need more.
     *
     * @param rows of a token
     */
    Silence rule(int rows) {
        if (rows % 2 == 0) {
            return Silence.NEVER;
        }
        if (level != ROUNDED_TO_8_BITS) {
            return Silence.ONE_LEFT_OF_A_BLOCK;
        }
        return block < (bits == 8 ? 128 : 64) ? Silence.NEVER : Silence.ODD;
    }

    // Written out, as a record's own are made when they are first called, at every start.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProductKind kind
                && bits == kind.bits
                && block == kind.block
                && level == kind.level
                && zeroPoints == kind.zeroPoints;
    }

    @Override
    public int hashCode() {
        return Objects.hash(bits, block, level, zeroPoints);
    }
}
