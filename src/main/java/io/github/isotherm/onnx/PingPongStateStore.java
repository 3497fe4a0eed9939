package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Two sets of buffers: a step reads the past from one and writes the present, past included, to the other. For graphs that
 * concatenate past and new, where one buffer cannot be both. The held positions are packed: a block has room for exactly
 * as many as there are.
 */
final class PingPongStateStore implements StateStore {
    private final OrtEnvironment environment;
    private final Buffers memory;
    private final List<StateSlot> slots;
    private final int mostRoom;
    private int rows;
    private ByteBuffer[] held;
    private ByteBuffer[] next;

    PingPongStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int mostRoom, int rows) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
        this.mostRoom = mostRoom;
        this.rows = rows;
        held = new ByteBuffer[slots.size()];
        next = new ByteBuffer[slots.size()];
        Arrays.fill(held, DirectMemory.NONE);
        Arrays.fill(next, DirectMemory.NONE);
    }

    @Override
    public void bind(Bindings bindings, Span span) throws OrtException {
        for (int i = 0; i < held.length; i++) {
            StateSlot slot = slots.get(i);
            reserve(i, rows, span.to());
            bindings.giveInput(slot.input(), Tensors.rows(environment, slot, held[i], span, rows, span.from()));
            bindings.giveOutput(slot.output(), Tensors.rows(environment, slot, next[i], span, rows, span.to()));
        }
    }

    /** The most memory of a store until it holds some positions. */
    static long bytes(List<StateSlot> slots, int mostRoom, int rows, int positions) {
        int room = Room.of(positions, mostRoom);
        return 2 * slots.stream().mapToLong(slot -> slot.bytes(rows, room)).sum();
    }

    /** Room to write to; what it held is not needed any more. */
    private void reserve(int i, int count, int positions) {
        StateSlot slot = slots.get(i);
        if (slot.bytes(count, positions) > next[i].capacity()) {
            memory.give(next[i]);
            next[i] = DirectMemory.NONE;
            next[i] = memory.exactly(slot.bytes(count, Room.of(positions, mostRoom)), "the key/value cache of a layer");
        }
    }

    @Override
    public int advance(int from, int to) {
        for (int i = 0; i < held.length; i++) {
            swap(i);
        }
        return to;
    }

    private void swap(int i) {
        ByteBuffer written = next[i];
        next[i] = held[i];
        held[i] = written;
    }

    @Override
    public int rewind(int from, int to) {
        for (int i = 0; i < held.length; i++) {
            new StateCopy(slots.get(i), rows, from, to).rows(StateCopy.identity(rows), to, held[i], held[i]);
        }
        return to;
    }

    @Override
    public StateStore copy(int[] copied, int positions) {
        PingPongStateStore copy = new PingPongStateStore(environment, memory, slots, mostRoom, copied.length);
        try {
            for (int i = 0; i < held.length; i++) {
                copy.take(i, this, copied, positions);
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** Within their buffer where rows are pieces of their own, else through the other one. */
    @Override
    public void retain(int[] kept, int positions) {
        for (int i = 0; i < held.length; i++) {
            if (slots.get(i).rowsAreApart() && StateCopy.inPlace(kept)) {
                new StateCopy(slots.get(i), rows, positions, positions).within(kept, positions, held[i]);
            } else {
                take(i, this, kept, positions);
            }
        }
        rows = kept.length;
    }

    private void take(int i, PingPongStateStore source, int[] kept, int positions) {
        reserve(i, kept.length, positions);
        new StateCopy(slots.get(i), source.rows, positions, positions).rows(kept, positions, source.held[i], next[i]);
        swap(i);
    }

    @Override
    public long bytes() {
        long sum = 0;
        for (int i = 0; i < held.length; i++) {
            sum += (long) held[i].capacity() + next[i].capacity();
        }
        return sum;
    }

    @Override
    public void close() {
        Arrays.stream(held).forEach(memory::give);
        Arrays.stream(next).forEach(memory::give);
        held = new ByteBuffer[0];
        next = held;
    }
}
