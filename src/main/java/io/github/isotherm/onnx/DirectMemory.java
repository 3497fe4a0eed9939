package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.Sentence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that Java and ONNX Runtime both see. The garbage collector frees it. */
final class DirectMemory {
    /** No memory. */
    static final ByteBuffer NONE = ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());

    /** A cache line, and the width of the widest vector registers. */
    private static final int ALIGNMENT = 64;

    private DirectMemory() {}

    /** A copy of some bytes. */
    static ByteBuffer of(byte[] bytes) {
        ByteBuffer copy = allocate(bytes.length, "a graph");
        copy.put(bytes).flip();
        return copy;
    }

    /** Zeros in native byte order; {@code use} completes the sentence of the error. */
    static ByteBuffer allocate(long bytes, String use) {
        long most = Integer.MAX_VALUE - 3L * ALIGNMENT;
        if (bytes > most) {
            throw new ModelException(Sentence.of(
                    "model.one-piece",
                    "{bytes} bytes are needed in one piece for {use} but {most} are the most; use fewer rows or a shorter"
                            + " context.",
                    "bytes",
                    bytes,
                    "use",
                    use,
                    "most",
                    most));
        }
        try {
            int lines = (int) ((bytes + ALIGNMENT - 1) / ALIGNMENT);
            ByteBuffer raw = ByteBuffer.allocateDirect((lines + 1) * ALIGNMENT);
            ByteBuffer aligned = raw.alignedSlice(ALIGNMENT).order(ByteOrder.nativeOrder());
            return aligned.slice(0, (int) bytes).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError e) {
            ModelException refused = refused(bytes, use);
            refused.initCause(e);
            throw refused;
        }
    }

    /** There is not so much memory; {@code use} completes the sentence. */
    static ModelException refused(long bytes, String use) {
        return new ModelException(Sentence.of(
                "model.memory",
                "There is no memory for {use} ({bytes} bytes); use a shorter context or fewer rows, or start Java"
                        + " with a larger -XX:MaxDirectMemorySize.",
                "use",
                use,
                "bytes",
                bytes));
    }
}
