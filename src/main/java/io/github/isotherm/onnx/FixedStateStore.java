package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
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
        next = room(rows);
        clear();
    }

    private List<ByteBuffer> room(int count) {
        return slots.stream()
                .map(slot -> memory.take(slot.bytes(count, 0), USE))
                .toList();
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
        long size = bytes(held);
        while (!snapshots.isEmpty()
                && (snapshots.size() >= MOST_SNAPSHOTS || (snapshots.size() + 1) * size > MOST_BYTES)) {
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
        copy(held, copy.held, copied);
        if (positions > 0) {
            copy.keep(positions);
        }
        return copy;
    }

    @Override
    public void retain(int[] kept, int positions) {
        List<ByteBuffer> fewer = room(kept.length);
        copy(held, fewer, kept);
        free();
        rows = kept.length;
        held = fewer;
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
