package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;

/**
 * One tensor that a graph takes from the previous step and gives to the next: a layer's keys or values, which grow by a
 * position per token, or a state of fixed size.
 *
 * @param input its name as input
 * @param output its name as output
 * @param type the type of its numbers
 * @param dims the dimensions, -1 for the rows and for the positions
 * @param rowAxis the axis of the rows
 * @param rowFactor how much of that axis a row takes: the heads where rows and heads share one axis, else 1
 * @param growAxis the axis of the positions, -1 for a state of fixed size
 * @param inPlace whether the graph may write the output over the input: it appends and leaves the rest alone
 */
record StateSlot(
        String input,
        String output,
        OnnxJavaType type,
        List<Long> dims,
        int rowAxis,
        int rowFactor,
        int growAxis,
        boolean inPlace) {

    boolean grows() {
        return growAxis >= 0;
    }

    long[] shape(int rows, int positions) {
        long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
        shape[rowAxis] = (long) rows * rowFactor;
        if (grows()) {
            shape[growAxis] = positions;
        }
        return shape;
    }

    long bytes(int rows, int positions) {
        long bytes = type.size;
        for (long size : shape(rows, positions)) {
            bytes = Math.multiplyExact(bytes, size);
        }
        return bytes;
    }

    /** Whether rows lie one after the other, so that some of them are one piece of memory. */
    boolean rowsAreApart() {
        return product(0, rowAxis) == 1 && growAxis != 0;
    }

    /** The product of the dimensions from one axis up to another, that of the positions left out. */
    long product(int from, int to) {
        long product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= axis == growAxis ? 1 : dims.get(axis);
        }
        return product;
    }
}
