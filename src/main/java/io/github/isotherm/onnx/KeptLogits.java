package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.generate.Logits;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The logits of one feed, where ONNX Runtime wrote them: one piece of memory per chunk that had positions to keep. */
final class KeptLogits implements Logits {
    /** Memory up to this size is kept from feed to feed. */
    private static final int KEPT_BYTES = 32 << 20;

    /**
     * What one run wrote.
     *
     * @param span the rows and tokens of the run
     * @param memory {@code [rows, computed, vocabulary]}
     * @param computed positions computed
     * @param kept how many of them, the last ones, count
     */
    private record Piece(Span span, ByteBuffer memory, int computed, int kept) {
        boolean has(int row) {
            return row >= span.row() && row < span.row() + span.rows();
        }

        /** The index of a row's kept position among all positions of the memory. */
        int index(int row, int position) {
            return (row - span.row()) * computed + computed - kept + position;
        }
    }

    private final OrtEnvironment environment;
    private final Port port;
    private final int vocabularySize;
    private final List<Piece> pieces = new ArrayList<>();
    private ByteBuffer spare = DirectMemory.NONE;

    KeptLogits(OrtEnvironment environment, Port port, int vocabularySize) {
        this.environment = environment;
        this.port = port;
        this.vocabularySize = vocabularySize;
    }

    /** Forgets the logits of the feed before. */
    void begin() {
        pieces.clear();
        if (spare.capacity() > KEPT_BYTES) {
            spare = DirectMemory.NONE;
        }
    }

    /** Binds memory for the next run's logits, of which the last {@code kept} positions are added to these. */
    void bind(Bindings bindings, Span span, int computed, int kept) throws OrtException {
        long bytes = (long) span.rows() * computed * vocabularySize * port.type().size;
        ByteBuffer memory = pieces.isEmpty() && spare.capacity() >= bytes
                ? spare
                : DirectMemory.allocate(bytes, "the logits of " + computed + " positions");
        if (pieces.isEmpty()) {
            spare = memory;
        }
        if (kept > 0) {
            pieces.add(new Piece(span, memory, computed, kept));
        }
        ByteBuffer part = memory.slice(0, (int) bytes).order(memory.order());
        OnnxTensor tensor = Tensors.over(environment, part, port.type(), span.rows(), computed, vocabularySize);
        bindings.giveOutput(port.name(), tensor);
    }

    @Override
    public void copyTo(int row, int position, float[] target) {
        int left = position;
        for (Piece piece : pieces) {
            if (piece.has(row) && left < piece.kept) {
                read(piece.memory, piece.index(row, Objects.checkIndex(left, piece.kept)) * vocabularySize, target);
                return;
            }
            left -= piece.has(row) ? piece.kept : 0;
        }
        throw new IndexOutOfBoundsException("row " + row + ", position " + position);
    }

    private void read(ByteBuffer memory, int from, float[] target) {
        if (port.type() == OnnxJavaType.FLOAT) {
            FloatBuffer floats = memory.asFloatBuffer();
            floats.get(from, target, 0, vocabularySize);
            return;
        }
        ShortBuffer shorts = memory.asShortBuffer();
        boolean brain = port.type() == OnnxJavaType.BFLOAT16;
        for (int i = 0; i < vocabularySize; i++) {
            short bits = shorts.get(from + i);
            target[i] = brain ? Float.intBitsToFloat(bits << 16) : HalfFloat.toFloat(bits);
        }
    }
}
