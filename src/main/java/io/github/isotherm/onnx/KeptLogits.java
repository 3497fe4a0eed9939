package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Logits;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The logits of one feed, where ONNX Runtime wrote them: one piece of memory per run. */
final class KeptLogits implements Logits, AutoCloseable {
    /**
     * What one run wrote.
     *
     * @param span the rows and tokens of the run
     * @param memory {@code [rows, computed, vocabulary]}
     * @param computed positions computed
     * @param first the first of them that counts
     * @param kept how many count
     */
    private record Piece(Span span, ByteBuffer memory, int computed, int first, int kept) {
        boolean has(int row) {
            return row >= span.row() && row < span.row() + span.rows();
        }

        /** The index of a row's kept position among all positions of the memory. */
        int index(int row, int position) {
            return (row - span.row()) * computed + first + position;
        }
    }

    private final OrtEnvironment environment;
    private final Buffers memory;
    private final LogitsPort port;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean closed;

    KeptLogits(OrtEnvironment environment, Buffers memory, LogitsPort port) {
        this.environment = environment;
        this.memory = memory;
        this.port = port;
    }

    /** Forgets the logits of the feed before. */
    void begin() {
        pieces.forEach(piece -> memory.give(piece.memory));
        pieces.clear();
    }

    /**
     * Binds memory for the next run's logits, and adds some of them to these.
     *
     * @param computed positions the run computes
     * @param first the first of them to add
     * @param kept how many to add
     */
    void bind(Bindings bindings, Span span, int computed, int first, int kept) throws OrtException {
        dropUnkept();
        long[] shape = port.shape(span.rows(), computed);
        long bytes = (long) span.rows()
                * computed
                * port.vocabularySize()
                * port.port().type().size;
        ByteBuffer target = memory.take(bytes, "the logits of " + computed + " positions");
        pieces.add(new Piece(span, target, computed, first, kept));
        ByteBuffer part = target.slice(0, (int) bytes).order(target.order());
        bindings.giveOutput(port.port().name(), tensor(part, shape));
    }

    private OnnxTensor tensor(ByteBuffer part, long[] shape) throws OrtException {
        return Tensors.over(environment, part, port.port().type(), shape);
    }

    /** A run of a long feed whose logits nobody wants has its memory used by the next. */
    private void dropUnkept() {
        if (!pieces.isEmpty() && pieces.get(pieces.size() - 1).kept == 0) {
            memory.give(pieces.remove(pieces.size() - 1).memory);
        }
    }

    @Override
    public synchronized void copyTo(int row, int position, float[] target) {
        if (closed) {
            throw new ClosedException("The session");
        }
        int left = position;
        for (Piece piece : pieces) {
            if (piece.has(row) && left < piece.kept) {
                read(piece.memory, piece.index(row, Objects.checkIndex(left, piece.kept)), target);
                return;
            }
            left -= piece.has(row) ? piece.kept : 0;
        }
        throw new IndexOutOfBoundsException("row " + row + ", position " + position);
    }

    private void read(ByteBuffer source, int index, float[] target) {
        int count = port.vocabularySize();
        int from = index * count;
        switch (port.port().type()) {
            case FLOAT -> source.asFloatBuffer().get(from, target, 0, count);
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (float) source.getDouble((from + i) * Double.BYTES);
                }
            }
            case BFLOAT16 -> {
                ShortBuffer shorts = source.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    target[i] = Float.intBitsToFloat(shorts.get(from + i) << 16);
                }
            }
            default -> {
                ShortBuffer shorts = source.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    target[i] = HalfFloat.toFloat(shorts.get(from + i));
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        begin();
    }
}
