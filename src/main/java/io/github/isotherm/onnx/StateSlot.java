package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;

/**
 * One tensor that a graph takes from the previous step and gives to the next: a layer's keys or values.
 *
 * <p>Its memory is {@code [outer, positions, inner]}: {@code outer} counts rows times heads, {@code inner} is what one head
 * keeps per position.
 *
 * @param input its name as input
 * @param output its name as output
 * @param type the type of its numbers
 * @param dims the dimensions, -1 for the rows (first) and for the positions
 * @param growAxis the axis of the positions, ≥ 1
 */
record StateSlot(String input, String output, OnnxJavaType type, List<Long> dims, int growAxis) {

    long[] shape(int rows, int positions) {
        long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
        shape[0] = rows;
        shape[growAxis] = positions;
        return shape;
    }

    /** Blocks of consecutive positions per row: the heads. */
    int blocks() {
        return Math.toIntExact(product(1, growAxis));
    }

    /** Bytes of one position in one block. */
    int stride() {
        return Math.toIntExact(product(growAxis + 1, dims.size()) * type.size);
    }

    long bytes(int rows, int positions) {
        return (long) rows * blocks() * positions * stride();
    }

    private long product(int from, int to) {
        return dims.subList(from, to).stream().reduce(1L, Math::multiplyExact);
    }
}
