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
    private static final int FIRST_ROOM = 256;

    private final OrtEnvironment environment;
    private final Buffers memory;
    private final List<StateSlot> slots;
    private final int mostRoom;
    private int rows;
    private int room;
    private final ByteBuffer[] buffers;
    private OnnxTensor[] tensors = new OnnxTensor[0];

    SharedStateStore(OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int mostRoom, int rows) {
        this.environment = environment;
        this.memory = memory;
        this.slots = slots;
        this.mostRoom = mostRoom;
        this.rows = rows;
        buffers = new ByteBuffer[slots.size()];
        Arrays.fill(buffers, DirectMemory.NONE);
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
            OnnxTensor part = Tensors.rows(environment, slot, buffers[i], span, rows, room);
            bindings.giveInput(slot.input(), part);
            bindings.lendOutput(slot.output(), part);
        }
    }

    private void reserve(int past, int needed) {
        if (needed > room) {
            long doubled = Math.max(FIRST_ROOM, 2L * room);
            while (doubled < needed) {
                doubled *= 2;
            }
            move(StateCopy.identity(rows), past, (int) Math.max(needed, Math.min(doubled, mostRoom)));
        }
    }

    /** Into other buffers, slot by slot, so that the old one of each can go before the next is made. */
    private void move(int[] kept, int positions, int newRoom) {
        closeTensors();
        for (int i = 0; i < buffers.length; i++) {
            ByteBuffer old = buffers[i];
            buffers[i] = moved(i, kept, positions, newRoom);
            memory.give(old);
        }
        rows = kept.length;
        room = newRoom;
    }

    private ByteBuffer moved(int i, int[] kept, int positions, int newRoom) {
        StateSlot slot = slots.get(i);
        ByteBuffer target = memory.take(slot.bytes(kept.length, newRoom), "the key/value cache of a layer");
        if (positions > 0) {
            new StateCopy(slot, rows, room, newRoom).rows(kept, positions, buffers[i], target);
        }
        return target;
    }

    private OnnxTensor[] makeTensors() throws OrtException {
        OnnxTensor[] made = new OnnxTensor[buffers.length];
        try {
            Span all = new Span(0, rows, 0, 0);
            for (int i = 0; i < made.length; i++) {
                made[i] = Tensors.rows(environment, slots.get(i), buffers[i], all, rows, room);
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
        if (positions > 0) {
            for (int i = 0; i < buffers.length; i++) {
                copy.buffers[i] = moved(i, copied, positions, room);
            }
            copy.room = room;
        }
        return copy;
    }

    @Override
    public void retain(int[] kept, int positions) {
        if (room == 0) {
            rows = kept.length;
        } else if (StateCopy.ascending(kept)) {
            closeTensors();
            for (int i = 0; i < buffers.length; i++) {
                new StateCopy(slots.get(i), rows, room, room).rows(kept, positions, buffers[i], buffers[i]);
            }
            rows = kept.length;
        } else {
            move(kept, positions, room);
        }
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
