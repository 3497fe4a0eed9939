package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Logits;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The logits of one run of the model, where ONNX Runtime wrote them: one piece of memory per run of the graph. */
final class KeptLogits implements Logits, AutoCloseable {
    /**
     * Some of what one run of the graph wrote.
     *
     * @param feed whose
     * @param memory {@code [computed, vocabulary]}
     * @param first the index of the first position in it
     * @param kept how many positions
     */
    private record Piece(int feed, ByteBuffer memory, int first, int kept) {}

    private final OrtEnvironment environment;
    private final Buffers memory;
    private final LogitsPort port;
    private final Deque<ByteBuffer> written = new ArrayDeque<>();
    private final List<Piece> pieces = new ArrayList<>();
    private @Nullable OnnxTensor tensor;
    private ByteBuffer tensorMemory = DirectMemory.NONE;
    private int tensorComputed;
    private boolean lastIsKept;
    private boolean closed;

    KeptLogits(OrtEnvironment environment, Buffers memory, LogitsPort port) {
        this.environment = environment;
        this.memory = memory;
        this.port = port;
    }

    /** Forgets the logits of the run before. */
    synchronized void begin() {
        for (ByteBuffer target : written) {
            memory.give(target);
        }
        written.clear();
        pieces.clear();
        lastIsKept = false;
    }

    /** Binds memory for the logits of so many positions. */
    synchronized void bind(Bindings bindings, int computed) throws OrtException {
        dropUnkept();
        long bytes = (long) computed * port.bytes();
        ByteBuffer target = memory.take(bytes, "the logits of " + computed + " positions");
        written.addLast(target);
        bindings.lendOutput(port.port().name(), tensor(target, computed, (int) bytes));
    }

    /** The one of the run before, where that wrote as much to the same memory. */
    @SuppressWarnings("ReferenceEquality")
    private OnnxTensor tensor(ByteBuffer target, int computed, int bytes) throws OrtException {
        if (tensor == null || tensorMemory != target || tensorComputed != computed) {
            closeTensor();
            ByteBuffer part = target.slice(0, bytes).order(target.order());
            tensor = Tensors.over(environment, part, port.port().type(), port.shape(computed));
            tensorMemory = target;
            tensorComputed = computed;
        }
        return tensor;
    }

    private void closeTensor() {
        if (tensor != null) {
            tensor.close();
            tensor = null;
            tensorMemory = DirectMemory.NONE;
        }
    }

    /** A run whose logits nobody wants has its memory used by the next. */
    private void dropUnkept() {
        if (!lastIsKept && !written.isEmpty()) {
            memory.give(written.removeLast());
        }
        lastIsKept = false;
    }

    /**
     * Adds positions of the last memory bound to those of a feed.
     *
     * @param first the index of the first among those computed
     * @param kept how many, ≥ 0
     */
    synchronized void add(int feed, int first, int kept) {
        if (kept > 0) {
            lastIsKept = true;
            pieces.add(new Piece(feed, written.getLast(), first, kept));
        }
    }

    @Override
    public synchronized void copyTo(int row, int position, float[] target) {
        if (closed) {
            throw new ClosedException("The model");
        }
        int left = position;
        for (Piece piece : pieces) {
            if (piece.feed == row) {
                if (left < piece.kept) {
                    read(piece.memory, piece.first + Objects.checkIndex(left, piece.kept), target);
                    return;
                }
                left -= piece.kept;
            }
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
        closeTensor();
    }
}
