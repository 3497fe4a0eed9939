package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Two sets of buffers: a run reads the past from one and writes the present, past included, to the other. For graphs that
 * concatenate past and new, where one buffer cannot be both. The held positions are packed: a block has room for exactly
 * as many as there are.
 */
final class PingPongStateStore implements StateStore {
    private final OrtEnvironment environment;
    private final Buffers memory;
    private final List<StateSlot> slots;
    private final int mostRoom;
    private ByteBuffer[] held;
    private ByteBuffer[] next;

    PingPongStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int mostRoom) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
        this.mostRoom = mostRoom;
        held = new ByteBuffer[slots.size()];
        next = new ByteBuffer[slots.size()];
        Arrays.fill(held, DirectMemory.NONE);
        Arrays.fill(next, DirectMemory.NONE);
    }

    @Override
    public void bind(Bindings bindings, int from, int to) throws OrtException {
        for (int i = 0; i < held.length; i++) {
            StateSlot slot = slots.get(i);
            reserve(i, to);
            bindings.giveInput(slot.input(), Tensors.state(environment, slot, held[i], from));
            bindings.giveOutput(slot.output(), Tensors.state(environment, slot, next[i], to));
        }
    }

    /** The most memory of a store until it holds some positions. */
    static long bytes(List<StateSlot> slots, int mostRoom, int positions) {
        int room = StateCapacity.of(positions, mostRoom);
        long sum = 0;
        for (StateSlot slot : slots) {
            sum += slot.bytes(room);
        }
        return 2 * sum;
    }

    /** Room to write to; what it held is not needed any more. */
    private void reserve(int i, int positions) {
        StateSlot slot = slots.get(i);
        if (slot.bytes(positions) > next[i].capacity()) {
            memory.give(next[i]);
            next[i] = DirectMemory.NONE;
            next[i] =
                    memory.exactly(slot.bytes(StateCapacity.of(positions, mostRoom)), "the key/value cache of a layer");
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
    public int reachable(int from, int to) {
        return to;
    }

    @Override
    public void rewind(int from, int to) {
        for (int i = 0; i < held.length; i++) {
            new StateCopy(slots.get(i), from, to).positions(to, held[i], held[i]);
        }
    }

    @Override
    public StateStore copy(int from, int to) {
        PingPongStateStore copy = new PingPongStateStore(environment, memory, slots, mostRoom);
        try {
            for (int i = 0; i < held.length; i++) {
                copy.reserve(i, to);
                new StateCopy(slots.get(i), from, to).positions(to, held[i], copy.next[i]);
                copy.swap(i);
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public long bytes(int positions) {
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
