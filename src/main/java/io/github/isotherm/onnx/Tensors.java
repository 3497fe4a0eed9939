package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;

/** Tensors over direct memory; the memory must outlive the tensor, which keeps a reference to it. */
final class Tensors {
    private Tensors() {}

    static OnnxTensor over(OrtEnvironment environment, ByteBuffer memory, OnnxJavaType type, long... shape)
            throws OrtException {
        return OnnxTensor.createTensor(environment, memory, shape, type);
    }

    /** Some rows of a slot's memory, which is for {@code rows} rows of {@code positions} positions. */
    static OnnxTensor rows(
            OrtEnvironment environment, StateSlot slot, ByteBuffer memory, Span span, int rows, int positions)
            throws OrtException {
        boolean all = span.rows() == rows;
        int from = all ? 0 : Math.toIntExact(slot.bytes(span.row(), positions));
        int bytes = Math.toIntExact(slot.bytes(span.rows(), positions));
        ByteBuffer part = memory.slice(from, bytes).order(memory.order());
        return over(environment, part, slot.type(), slot.shape(span.rows(), positions));
    }

    static void close(OnnxTensor[] tensors) {
        for (OnnxTensor tensor : tensors) {
            if (tensor != null) {
                tensor.close();
            }
        }
    }
}
