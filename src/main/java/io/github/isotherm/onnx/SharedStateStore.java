package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One buffer per slot, which is past and present at once: the attention operator appends in place, so a step moves no
 * memory and forgetting is free. Room doubles as it runs out.
 */
final class SharedStateStore implements StateStore {
    private final OrtEnvironment environment;
    private final Buffers memory;
    private final List<StateSlot> slots;
    private final int mostRoom;
    private int rows;
    private final ByteBuffer[] buffers;
    /** The positions that each buffer has room for; they differ while there was no memory for all to grow. */
    private final int[] rooms;

    private OnnxTensor[] tensors = new OnnxTensor[0];

    SharedStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int mostRoom, int rows) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
        this.mostRoom = mostRoom;
        this.rows = rows;
        buffers = new ByteBuffer[slots.size()];
        Arrays.fill(buffers, DirectMemory.NONE);
        rooms = new int[buffers.length];
    }

    @Override
    public void bind(Bindings bindings, Span span) throws OrtException {
        reserve(span.from(), span.to());
        if (span.rows() == rows) {
            bindAll(bindings);
        } else {
            bindSome(bindings, span);
        }
    }

    private void bindAll(Bindings bindings) throws OrtException {
        if (tensors.length == 0) {
            tensors = makeTensors();
        }
        for (int i = 0; i < tensors.length; i++) {
            bindings.lendInput(slots.get(i).input(), tensors[i]);
            bindings.lendOutput(slots.get(i).output(), tensors[i]);
        }
    }

    private void bindSome(Bindings bindings, Span span) throws OrtException {
        for (int i = 0; i < buffers.length; i++) {
            StateSlot slot = slots.get(i);
            OnnxTensor part = Tensors.rows(environment, slot, buffers[i], span, rows, rooms[i]);
            bindings.giveInput(slot.input(), part);
            bindings.lendOutput(slot.output(), part);
        }
    }

    /** The most memory of a store until it holds some positions: what it grew from goes slot by slot. */
    static long bytes(List<StateSlot> slots, int mostRoom, int rows, int positions) {
        int room = Room.of(positions, mostRoom);
        int before = Room.before(room);
        long bytes = slots.stream().mapToLong(slot -> slot.bytes(rows, room)).sum();
        return bytes
                + slots.stream()
                        .mapToLong(slot -> slot.bytes(rows, before))
                        .max()
                        .orElse(0);
    }

    /** Into other buffers, slot by slot, so that the old one of each can go before the next is made. */
    private void reserve(int past, int needed) {
        int[] same = StateCopy.identity(rows);
        for (int i = 0; i < buffers.length; i++) {
            if (needed > rooms[i]) {
                closeTensors();
                move(i, same, past, Room.of(needed, mostRoom));
            }
        }
    }

    private void move(int i, int[] kept, int positions, int room) {
        ByteBuffer old = buffers[i];
        buffers[i] = moved(i, kept, positions, room);
        rooms[i] = room;
        memory.give(old);
    }

    private ByteBuffer moved(int i, int[] kept, int positions, int room) {
        StateSlot slot = slots.get(i);
        ByteBuffer target = memory.exactly(slot.bytes(kept.length, room), "the key/value cache of a layer");
        if (positions > 0) {
            new StateCopy(slot, rows, rooms[i], room).rows(kept, positions, buffers[i], target);
        }
        return target;
    }

    private OnnxTensor[] makeTensors() throws OrtException {
        OnnxTensor[] made = new OnnxTensor[buffers.length];
        try {
            Span all = new Span(0, rows, 0, 0);
            for (int i = 0; i < made.length; i++) {
                made[i] = Tensors.rows(environment, slots.get(i), buffers[i], all, rows, rooms[i]);
            }
            return made;
        } catch (OrtException e) {
            Tensors.close(made);
            throw e;
        }
    }

    @Override
    public int advance(int from, int to) {
        return to;
    }

    @Override
    public int rewind(int from, int to) {
        return to;
    }

    @Override
    public StateStore copy(int[] copied, int positions) {
        SharedStateStore copy = new SharedStateStore(environment, memory, slots, mostRoom, copied.length);
        try {
            int room = Room.of(positions, mostRoom);
            for (int i = 0; i < buffers.length; i++) {
                copy.buffers[i] = moved(i, copied, positions, room);
                copy.rooms[i] = room;
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public void retain(int[] kept, int positions) {
        closeTensors();
        for (int i = 0; i < buffers.length; i++) {
            if (slots.get(i).rowsAreApart() && StateCopy.inPlace(kept)) {
                new StateCopy(slots.get(i), rows, rooms[i], rooms[i]).within(kept, positions, buffers[i]);
            } else {
                move(i, kept, positions, rooms[i]);
            }
        }
        rows = kept.length;
    }

    @Override
    public long bytes() {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.capacity();
        }
        return sum;
    }

    private void closeTensors() {
        Tensors.close(tensors);
        tensors = new OnnxTensor[0];
    }

    @Override
    public void close() {
        closeTensors();
        Arrays.stream(buffers).forEach(memory::give);
        Arrays.fill(buffers, DirectMemory.NONE);
    }
}
