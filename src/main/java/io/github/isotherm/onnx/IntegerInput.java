package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An input of whole numbers, in the width the graph declares. Its memory is reused from run to run. */
final class IntegerInput {
    private static final int FIRST_ROOM = 64;

    private final OrtEnvironment environment;
    private final Port port;
    private final boolean wide;
    private ByteBuffer memory = DirectMemory.NONE;

    IntegerInput(OrtEnvironment environment, Port port) {
        this.environment = environment;
        this.port = port;
        wide = port.type() == OnnxJavaType.INT64;
        if (!wide && port.type() != OnnxJavaType.INT32) {
            throw new ModelException("The graph's input " + port.name() + " is " + port.type()
                    + " but must be INT64 or INT32; use another export of the model.");
        }
    }

    /** Room for so many numbers, empty. */
    void begin(int count) {
        int bytes = Math.multiplyExact(count, port.type().size);
        if (memory.capacity() < bytes) {
            memory = DirectMemory.allocate(Math.max(2L * bytes, FIRST_ROOM), "the input " + port.name());
        }
        memory.clear();
    }

    void add(int value) {
        if (wide) {
            memory.putLong(value);
        } else {
            memory.putInt(value);
        }
    }

    /** Binds the numbers added since {@link #begin} for one run. */
    void bind(Bindings bindings, long... shape) throws OrtException {
        ByteBuffer filled = memory.slice(0, memory.position()).order(ByteOrder.nativeOrder());
        bindings.giveInput(port.name(), Tensors.over(environment, filled, port.type(), shape));
    }

    /** One number, as a scalar or as [1], whichever the graph declares. */
    void bindSingle(Bindings bindings, int value) throws OrtException {
        begin(1);
        add(value);
        bind(bindings, port.dims().isEmpty() ? new long[0] : new long[] {1});
    }
}
