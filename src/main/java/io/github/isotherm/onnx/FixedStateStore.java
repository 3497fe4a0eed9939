package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * States of fixed size, as of convolutions and recurrences. They cannot forget the last tokens, so a copy is kept after
 * every step of several tokens (a prefill), the latest few; a rewind goes back to the last copy that is early enough.
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
    private int rows;
    private List<ByteBuffer> held;
    private List<ByteBuffer> next;
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();

    FixedStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int rows) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
        this.rows = rows;
        held = room(rows);
        try {
            next = room(rows);
        } catch (RuntimeException e) {
            held.forEach(memory::give);
            throw e;
        }
        clear();
    }

    /** The most memory of a store: two states, and the snapshots. */
    static long bytes(List<StateSlot> slots, int rows) {
        long size = slots.stream().mapToLong(slot -> slot.bytes(rows, 0)).sum();
        return size * (2 + mostSnapshots(size));
    }

    private static long mostSnapshots(long size) {
        return Math.max(1, Math.min(MOST_SNAPSHOTS, MOST_BYTES / Math.max(1, size)));
    }

    private List<ByteBuffer> room(int count) {
        List<ByteBuffer> room = new ArrayList<>();
        try {
            for (StateSlot slot : slots) {
                room.add(memory.exactly(slot.bytes(count, 0), USE));
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
    public void bind(Bindings bindings, Span span) throws OrtException {
        for (int i = 0; i < held.size(); i++) {
            StateSlot slot = slots.get(i);
            bindings.giveInput(slot.input(), Tensors.rows(environment, slot, held.get(i), span, rows, 0));
            bindings.giveOutput(slot.output(), Tensors.rows(environment, slot, next.get(i), span, rows, 0));
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
        while (snapshots.size() >= mostSnapshots(bytes(held))) {
            free(snapshots.removeFirst());
        }
        List<ByteBuffer> copy = room(rows);
        copy(held, copy, StateCopy.identity(rows));
        snapshots.addLast(new Snapshot(positions, copy));
    }

    private void copy(List<ByteBuffer> source, List<ByteBuffer> target, int[] chosen) {
        for (int i = 0; i < source.size(); i++) {
            new StateCopy(slots.get(i), rows, 0, 0).rows(chosen, 0, source.get(i), target.get(i));
        }
    }

    @Override
    public int rewind(int from, int to) {
        while (!snapshots.isEmpty() && snapshots.getLast().positions > to) {
            free(snapshots.removeLast());
        }
        if (snapshots.isEmpty()) {
            clear();
            return 0;
        }
        copy(snapshots.getLast().states, held, StateCopy.identity(rows));
        return snapshots.getLast().positions;
    }

    @Override
    public StateStore copy(int[] copied, int positions) {
        FixedStateStore copy = new FixedStateStore(environment, memory, slots, copied.length);
        try {
            copy(held, copy.held, copied);
            if (positions > 0) {
                copy.keep(positions);
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public void retain(int[] kept, int positions) {
        snapshots.forEach(this::free);
        snapshots.clear();
        next.forEach(memory::give);
        next = List.of();
        List<ByteBuffer> chosen = room(kept.length);
        copy(held, chosen, kept);
        held.forEach(memory::give);
        held = chosen;
        rows = kept.length;
        next = room(rows);
        keep(positions);
    }

    private void free() {
        snapshots.forEach(this::free);
        snapshots.clear();
        held.forEach(memory::give);
        next.forEach(memory::give);
    }

    private void free(Snapshot snapshot) {
        snapshot.states.forEach(memory::give);
    }

    @Override
    public long bytes() {
        return bytes(held) * (2 + snapshots.size());
    }

    private static long bytes(List<ByteBuffer> states) {
        return states.stream().mapToLong(ByteBuffer::capacity).sum();
    }

    @Override
    public void close() {
        free();
        held = List.of();
        next = held;
    }
}
