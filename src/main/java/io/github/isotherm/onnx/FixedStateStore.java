package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States of fixed size, as of convolutions and recurrences. They cannot forget the last tokens, so a copy is kept after
 * every run of several tokens (a prefill), the latest few; a rewind goes back to the last copy that is early enough.
 */
final class FixedStateStore implements StateStore {
    private static final int MOST_SNAPSHOTS = 8;
    private static final long MOST_BYTES = 64L << 20;
    private static final String USE = "the state of a layer";

    /** The state after so many positions. */
    private record Snapshot(int positions, List<ByteBuffer> states) {}

    private final OrtEnvironment environment;
    private final Buffers memory;
    private final List<StateSlot> slots;
    private List<ByteBuffer> held;
    private List<ByteBuffer> next;
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();

    FixedStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
        held = room();
        try {
            next = room();
        } catch (RuntimeException e) {
            held.forEach(memory::give);
            throw e;
        }
        clear();
    }

    /** The most memory of a store: two states, and the snapshots. */
    static long bytes(List<StateSlot> slots) {
        long size = 0;
        for (StateSlot slot : slots) {
            size += slot.bytes(0);
        }
        return size * (2 + mostSnapshots(size));
    }

    private static long mostSnapshots(long size) {
        return Math.max(1, Math.min(MOST_SNAPSHOTS, MOST_BYTES / Math.max(1, size)));
    }

    private List<ByteBuffer> room() {
        List<ByteBuffer> room = new ArrayList<>();
        try {
            for (StateSlot slot : slots) {
                room.add(memory.exactly(slot.bytes(0), USE));
            }
            return room;
        } catch (RuntimeException e) {
            room.forEach(memory::give);
            throw e;
        }
    }

    private void clear() {
        for (ByteBuffer state : held) {
            for (int i = 0; i < state.capacity(); i++) {
                state.put(i, (byte) 0);
            }
        }
    }

    @Override
    public void bind(Bindings bindings, int from, int to) throws OrtException {
        for (int i = 0; i < held.size(); i++) {
            StateSlot slot = slots.get(i);
            bindings.giveInput(slot.input(), Tensors.state(environment, slot, held.get(i), 0));
            bindings.giveOutput(slot.output(), Tensors.state(environment, slot, next.get(i), 0));
        }
    }

    @Override
    public int advance(int from, int to) {
        List<ByteBuffer> written = next;
        next = held;
        held = written;
        if (to - from > 1) {
            keep(to);
        }
        return to;
    }

    private void keep(int positions) {
        while (snapshots.size() >= mostSnapshots(size(held))) {
            free(snapshots.removeFirst());
        }
        List<ByteBuffer> copy = room();
        copy(held, copy);
        snapshots.addLast(new Snapshot(positions, copy));
    }

    private void copy(List<ByteBuffer> source, List<ByteBuffer> target) {
        for (int i = 0; i < source.size(); i++) {
            new StateCopy(slots.get(i), 0, 0).positions(0, source.get(i), target.get(i));
        }
    }

    @Override
    public int reachable(int from, int to) {
        Snapshot last = last(to);
        return from <= to ? from : last == null ? 0 : last.positions;
    }

    /** The latest copy that is early enough. */
    private @Nullable Snapshot last(int to) {
        Snapshot last = null;
        for (Snapshot one : snapshots) {
            last = one.positions <= to ? one : last;
        }
        return last;
    }

    @Override
    public void rewind(int from, int to) {
        if (from == to) {
            return;
        }
        while (!snapshots.isEmpty() && snapshots.getLast().positions > to) {
            free(snapshots.removeLast());
        }
        if (to == 0) {
            clear();
        } else {
            copy(snapshots.getLast().states, held);
        }
    }

    @Override
    public StateStore copy(int from, int to) {
        FixedStateStore copy = new FixedStateStore(environment, memory, slots);
        try {
            Snapshot last = last(to);
            if (to > 0) {
                copy(from == to || last == null ? held : last.states, copy.held);
                copy.keep(to);
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private void free(Snapshot snapshot) {
        snapshot.states.forEach(memory::give);
    }

    @Override
    public long bytes(int positions) {
        return size(held) * (2 + snapshots.size());
    }

    private static long size(List<ByteBuffer> states) {
        return states.stream().mapToLong(ByteBuffer::capacity).sum();
    }

    @Override
    public void close() {
        snapshots.forEach(this::free);
        snapshots.clear();
        held.forEach(memory::give);
        next.forEach(memory::give);
        held = List.of();
        next = held;
    }
}
