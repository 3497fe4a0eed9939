package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An input of whole numbers, in the type the graph declares. Its memory is reused from run to run. */
final class IntegerInput implements AutoCloseable {
    private static final int FIRST_ROOM = 64;
    private static final short HALF_ONE = 0x3C00;
    private static final Set<OnnxJavaType> TYPES = Set.of(
            OnnxJavaType.INT64,
            OnnxJavaType.INT32,
            OnnxJavaType.INT8,
            OnnxJavaType.UINT8,
            OnnxJavaType.BOOL,
            OnnxJavaType.FLOAT,
            OnnxJavaType.FLOAT16);

    private final OrtEnvironment environment;
    private final Port port;
    private ByteBuffer memory = DirectMemory.NONE;
    private @Nullable OnnxTensor lent;
    private long[] lentShape = {};

    IntegerInput(OrtEnvironment environment, Port port) {
        this.environment = environment;
        this.port = port;
        if (!TYPES.contains(port.type())) {
            throw new ModelException("The graph's input " + port.name() + " is " + port.type()
                    + " but must be INT64, INT32 or another of " + TYPES.size()
                    + " types; use another export of the model.");
        }
    }

    /** Room for so many numbers, empty. */
    void begin(int count) {
        int bytes = Math.multiplyExact(count, port.type().size);
        if (memory.capacity() < bytes) {
            close();
            memory = DirectMemory.allocate(Math.max(2L * bytes, FIRST_ROOM), "the input " + port.name());
        }
        memory.clear();
    }

    void add(int value) {
        switch (port.type()) {
            case INT64 -> memory.putLong(value);
            case INT32 -> memory.putInt(value);
            case FLOAT -> memory.putFloat(value);
            case FLOAT16 -> memory.putShort(half(value));
            default -> memory.put((byte) value);
        }
    }

    private short half(int value) {
        if (value != 0 && value != 1) {
            throw new ModelException("The graph's input " + port.name()
                    + " is FLOAT16, which cannot count; use another export of the model.");
        }
        return value == 0 ? 0 : HALF_ONE;
    }

    /** Binds the numbers added since {@link #begin} for one run. */
    void bind(Bindings bindings, long... shape) throws OrtException {
        bindings.giveInput(port.name(), made(shape));
    }

    private OnnxTensor made(long... shape) throws OrtException {
        ByteBuffer filled = memory.slice(0, memory.position()).order(ByteOrder.nativeOrder());
        return Tensors.over(environment, filled, port.type(), shape);
    }

    /** The same for all runs to come: with other numbers in the same shape the tensor stays, until {@link #close}. */
    void lend(Bindings bindings, long... shape) throws OrtException {
        if (lent == null || !Arrays.equals(lentShape, shape)) {
            close();
            lent = made(shape);
            lentShape = shape;
        }
        bindings.lendInput(port.name(), lent);
    }

    /** Closes what was lent. */
    @Override
    public void close() {
        if (lent != null) {
            lent.close();
            lent = null;
        }
    }
}
