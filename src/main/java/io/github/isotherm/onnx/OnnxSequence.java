package io.github.isotherm.onnx;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.generate.Sequence;
import java.util.Arrays;

/** The tokens of a sequence, and the state that holds all or the first of them. */
final class OnnxSequence implements Sequence {
    private final OnnxModel model;
    private final StateStore store;
    private int[] ids;
    private int length;

    /** Positions that the state holds; those after it are computed again with the next feed. */
    private int held;

    private boolean closed;

    OnnxSequence(OnnxModel model, StateStore store) {
        this(model, store, new int[0], 0, 0);
    }

    private OnnxSequence(OnnxModel model, StateStore store, int[] ids, int length, int held) {
        this.model = model;
        this.store = store;
        this.ids = ids;
        this.length = length;
        this.held = held;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void rewind(int to) {
        model.alone(() -> {
            refuseIfClosed();
            checkLength("length to rewind to", to);
            forget(to);
            length = to;
        });
    }

    private void checkLength(String name, int value) {
        if (value < 0 || value > length) {
            throw Checks.invalid(name, Integer.toString(value), "from 0 to " + length);
        }
    }

    private void forget(int to) {
        if (to < held) {
            int reached = store.reachable(held, to);
            store.rewind(held, reached);
            held = reached;
        }
    }

    @Override
    public Sequence fork(int count) {
        OnnxSequence[] fork = new OnnxSequence[1];
        model.alone(() -> {
            refuseIfClosed();
            checkLength("length to fork", count);
            model.check();
            int kept = count < held ? store.reachable(held, count) : held;
            fork[0] = new OnnxSequence(model, store.copy(held, kept), Arrays.copyOf(ids, count), count, kept);
        });
        return fork[0];
    }

    @Override
    public long bytes() {
        return closed ? 0 : store.bytes(held);
    }

    @Override
    public void close() {
        model.alone(() -> {
            if (!closed) {
                closed = true;
                store.close();
            }
        });
    }

    // ---------------------------------------------------------------- for the runs of the model, which hold its lock

    void refuseIfClosed() {
        if (closed) {
            throw new ClosedException("The sequence");
        }
    }

    boolean isOf(OnnxModel other) {
        return model == other;
    }

    StateStore store() {
        return store;
    }

    int held() {
        return held;
    }

    /** The tokens with some more behind the last, which do not count before {@link #commit}; also more than asked for. */
    int[] with(int[] tokens) {
        if (ids.length < length + tokens.length) {
            ids = Arrays.copyOf(ids, Math.max(length + tokens.length, 2 * ids.length));
        }
        System.arraycopy(tokens, 0, ids, length, tokens.length);
        return ids;
    }

    /** The state has reached a position. */
    void hold(int positions) {
        held = positions;
    }

    /** A run is over. */
    void ran() {
        store.ran(held);
    }

    /** So many tokens more count. */
    void commit(int count) {
        length += count;
    }

    /** A run has failed: what it left behind counts for nothing. */
    void undo() {
        forget(length);
    }
}
