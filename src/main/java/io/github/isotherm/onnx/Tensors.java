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

    /** A state of so many positions, at the beginning of its memory. */
    static OnnxTensor state(OrtEnvironment environment, StateSlot slot, ByteBuffer memory, int positions)
            throws OrtException {
        ByteBuffer part =
                memory.slice(0, Math.toIntExact(slot.bytes(positions))).order(memory.order());
        return over(environment, part, slot.type(), slot.shape(positions));
    }

    static void close(OnnxTensor[] tensors) {
        for (OnnxTensor tensor : tensors) {
            if (tensor != null) {
                tensor.close();
            }
        }
    }
}
