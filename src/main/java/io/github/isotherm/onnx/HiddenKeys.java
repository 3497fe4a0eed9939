package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a slot with heads as rows adds to its scores, {@code [1, 1, rows, total]}: 0 where a row sees a key, −∞ where that is of a
 * later token or one brought again. Nearly all of it is 0 and stays so from run to run.
 */
final class HiddenKeys implements AutoCloseable {
    private static final int FLOAT_HIDDEN = 0xFF80_0000;
    private static final short HALF_HIDDEN = (short) 0xFC00;

    private final OrtEnvironment environment;
    private final String name;
    private final OnnxJavaType type;
    private final OnnxTensor nothing;
    private ByteBuffer memory = DirectMemory.NONE;
    private @Nullable OnnxTensor lent;
    private int past;
    private int tokens;
    private int rows;

    HiddenKeys(OrtEnvironment environment, String name, OnnxJavaType type) throws OrtException {
        this.environment = environment;
        this.name = name;
        this.type = type;
        nothing = Tensors.over(environment, zeros(1), type, 1, 1, 1, 1);
    }

    /** Rows j·tokens + i see the past and the first i + 1 of what comes behind it. */
    void lend(Bindings bindings, int newPast, int newTokens, int newRows) throws OrtException {
        if (lent != null && newPast == past && newTokens == tokens && newRows == rows) {
            bindings.lendInput(name, lent);
            return;
        }
        closeLent();
        int numbers = Math.multiplyExact(newRows, newPast + newRows);
        if (memory.capacity() < numbers * type.size) {
            memory = zeros(2 * numbers);
        } else {
            fill(0, (short) 0);
        }
        past = newPast;
        tokens = newTokens;
        rows = newRows;
        fill(FLOAT_HIDDEN, HALF_HIDDEN);
        ByteBuffer used = memory.slice(0, numbers * type.size).order(ByteOrder.nativeOrder());
        lent = Tensors.over(environment, used, type, 1, 1, rows, past + rows);
        bindings.lendInput(name, lent);
    }

    void lendUnused(Bindings bindings) {
        bindings.lendInput(name, nothing);
    }

    private ByteBuffer zeros(int numbers) {
        return DirectMemory.allocate((long) numbers * type.size, "the bias " + name);
    }

    private void fill(int float32, short float16) {
        int total = past + rows;
        for (int row = 0; row < rows; row++) {
            for (int key = past + row % tokens + 1; key < total; key++) {
                int at = (row * total + key) * type.size;
                if (type == OnnxJavaType.FLOAT) {
                    memory.putInt(at, float32);
                } else {
                    memory.putShort(at, float16);
                }
            }
        }
    }

    private void closeLent() {
        if (lent != null) {
            lent.close();
            lent = null;
        }
    }

    @Override
    public void close() {
        closeLent();
        nothing.close();
    }
}
