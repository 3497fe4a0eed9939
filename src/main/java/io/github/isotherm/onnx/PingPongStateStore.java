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
    private static final int FIRST_ROOM = 256;

    private final OrtEnvironment environment;
    private final Buffers memory;
    private final List<StateSlot> slots;
    private int rows;
    private ByteBuffer[] held;
    private ByteBuffer[] next;

    PingPongStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int rows) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
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
            next[i] = withRoom(next[i], slot, rows, span.to());
            bindings.giveInput(slot.input(), Tensors.rows(environment, slot, held[i], span, rows, span.from()));
            bindings.giveOutput(slot.output(), Tensors.rows(environment, slot, next[i], span, rows, span.to()));
        }
    }

    private ByteBuffer withRoom(ByteBuffer buffer, StateSlot slot, int count, int positions) {
        long needed = slot.bytes(count, positions);
        if (needed <= buffer.capacity()) {
            return buffer;
        }
        long doubled = Math.max(slot.bytes(count, FIRST_ROOM), 2L * buffer.capacity());
        boolean fits = doubled >= needed && doubled < Integer.MAX_VALUE / 2;
        memory.give(buffer);
        return memory.take(fits ? doubled : needed, "the key/value cache of a layer");
    }

    @Override
    public int advance(int from, int to) {
        swap();
        return to;
    }

    private void swap() {
        ByteBuffer[] written = next;
        next = held;
        held = written;
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
        PingPongStateStore copy = new PingPongStateStore(environment, memory, slots, copied.length);
        copy.take(this, copied, positions);
        return copy;
    }

    @Override
    public void retain(int[] kept, int positions) {
        take(this, kept, positions);
    }

    /** Through the other set of buffers, so that rows may come in any order. */
    private void take(PingPongStateStore source, int[] kept, int positions) {
        for (int i = 0; i < next.length; i++) {
            StateSlot slot = slots.get(i);
            next[i] = withRoom(next[i], slot, kept.length, positions);
            new StateCopy(slot, source.rows, positions, positions).rows(kept, positions, source.held[i], next[i]);
        }
        rows = kept.length;
        swap();
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
