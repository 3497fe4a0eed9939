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

    /** Of one row. */
    long[] shape(int positions) {
        long[] shape = new long[dims.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = dims.get(axis);
        }
        shape[rowAxis] = rowFactor;
        if (grows()) {
            shape[growAxis] = positions;
        }
        return shape;
    }

    /** Of one row. */
    long bytes(int positions) {
        return product(shape(positions), 0);
    }

    /** Bytes of one position; of a state of fixed size all. */
    long positionBytes() {
        return bytes(1);
    }

    /** The pieces of memory, one behind the other, in each of which positions follow each other: the heads. */
    long blocks() {
        return positionBytes() / product(shape(1), growAxis + 1);
    }

    private long product(long[] shape, int from) {
        long product = type.size;
        for (int axis = from; axis < shape.length; axis++) {
            product = Math.multiplyExact(product, shape[axis]);
        }
        return product;
    }
}
