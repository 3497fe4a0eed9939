package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.sun.jna.Platform;
import io.github.isotherm.error.ModelException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Past and present of one sequence in one block of memory: the attention operator appends in place, so a run moves nothing
 * and forgetting is free. The block has room for the whole context and some positions, where repeated tokens' keys land; it
 * takes memory only as it fills. Where that cannot be had at once, room doubles as it runs out.
 */
final class RowState implements StateStore {
    private static final String USE = "the key/value cache of a sequence";
    private static final int LINE = 64;

    /** Beyond this, asking for a whole context at once is more than systems promise. */
    private static final long MOST_AT_ONCE = 16L << 30;

    private final OrtEnvironment environment;
    private final List<StateSlot> slots;
    private final int mostRoom;
    private final LongFunction<StateBlock> memory;
    private int room;
    private @Nullable StateBlock block;
    private ByteBuffer[] buffers = new ByteBuffer[0];
    private OnnxTensor[] tensors = new OnnxTensor[0];
    private int runs;
    private @Nullable StatePages pages;

    /**
     * An empty state.
     *
     * @param mostRoom positions that are ever needed, that of a repeated token included
     */
    RowState(OrtEnvironment environment, List<StateSlot> slots, int mostRoom) {
        this(environment, slots, mostRoom, bytes -> StateBlock.allocate(bytes, USE));
    }

    /** As above; {@code memory} gives so many bytes, or refuses them with a {@link ModelException}. */
    RowState(OrtEnvironment environment, List<StateSlot> slots, int mostRoom, LongFunction<StateBlock> memory) {
        this.environment = environment;
        this.slots = slots;
        this.mostRoom = mostRoom;
        this.memory = memory;
    }

    /**
     * The tensors, past and present in one, in the order of the slots. Valid until more room is needed.
     *
     * @param held positions that hold something
     * @param needed positions to have room for
     */
    OnnxTensor[] tensors(int held, int needed) throws OrtException {
        if (needed > room) {
            grow(held, needed);
        }
        if (tensors.length == 0) {
            tensors = made();
        }
        return tensors;
    }

    private void grow(int held, int needed) {
        ByteBuffer[] old = buffers;
        StateBlock oldBlock = block;
        int oldRoom = room;
        reserve(needed);
        for (int i = 0; i < old.length; i++) {
            new StateCopy(slots.get(i), oldRoom, room).positions(held, old[i], buffers[i]);
        }
        Tensors.close(tensors);
        tensors = new OnnxTensor[0];
        forgetPages();
        if (oldBlock != null) {
            oldBlock.close();
        }
    }

    /** A new block: for all that is ever needed, else for some. */
    private void reserve(int needed) {
        if (room == 0 && isWholeWithinReach()) {
            try {
                allocate(mostRoom);
                return;
            } catch (ModelException e) {
                // the system promises less at once
            }
        }
        allocate(StateCapacity.of(needed, mostRoom));
    }

    private boolean isWholeWithinReach() {
        long largest = 0;
        for (StateSlot slot : slots) {
            largest = Math.max(largest, (long) mostRoom * slot.positionBytes());
        }
        return !Platform.isWindows()
                && mostRoom < Integer.MAX_VALUE
                && largest <= Integer.MAX_VALUE
                && largest * slots.size() <= MOST_AT_ONCE;
    }

    private void allocate(int positions) {
        long[] offsets = offsets(positions);
        StateBlock made = memory.apply(offsets[slots.size()]);
        ByteBuffer[] slices = new ByteBuffer[slots.size()];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = made.slice(offsets[i], slots.get(i).bytes(positions));
        }
        block = made;
        buffers = slices;
        room = positions;
    }

    /** Where each tensor begins, each at another cache line of its page, and where the last ends. */
    private long[] offsets(int positions) {
        long[] offsets = new long[slots.size() + 1];
        for (int i = 0; i < slots.size(); i++) {
            long end = offsets[i] + slots.get(i).bytes(positions);
            offsets[i + 1] = (end + LINE - 1) / LINE * LINE + LINE;
        }
        return offsets;
    }

    private OnnxTensor[] made() throws OrtException {
        OnnxTensor[] made = new OnnxTensor[buffers.length];
        try {
            for (int i = 0; i < made.length; i++) {
                made[i] = Tensors.state(environment, slots.get(i), buffers[i], room);
            }
            return made;
        } catch (OrtException e) {
            Tensors.close(made);
            throw e;
        }
    }

    @Override
    public void bind(Bindings bindings, int from, int to) throws OrtException {
        OnnxTensor[] all = tensors(from, Math.min(to + 1, mostRoom));
        for (int i = 0; i < all.length; i++) {
            bindings.lendInput(slots.get(i).input(), all[i]);
            bindings.lendOutput(slots.get(i).output(), all[i]);
        }
    }

    @Override
    public int advance(int from, int to) {
        return to;
    }

    @Override
    public void ran(int held) {
        if (block != null && ++runs % StatePages.RUNS == 0) {
            long position = slots.get(0).positionBytes() / slots.get(0).blocks();
            if (StatePages.mayBeFull(held * position, room * position)) {
                pages = pages == null ? new StatePages(block.hugePages()) : pages;
                pages.move();
            }
        }
    }

    private void forgetPages() {
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }

    @Override
    public int reachable(int from, int to) {
        return to;
    }

    @Override
    public void rewind(int from, int to) {}

    @Override
    public StateStore copy(int from, int to) {
        RowState copy = new RowState(environment, slots, mostRoom, memory);
        if (to > 0) {
            copy.reserve(to);
            for (int i = 0; i < buffers.length; i++) {
                new StateCopy(slots.get(i), room, copy.room).positions(to, buffers[i], copy.buffers[i]);
            }
        }
        return copy;
    }

    @Override
    public long bytes(int held) {
        return bytes(slots, held);
    }

    /** The memory of so many positions. */
    static long bytes(List<StateSlot> slots, int positions) {
        long sum = 0;
        for (StateSlot slot : slots) {
            sum += slot.positionBytes();
        }
        return sum * positions;
    }

    /** One state's numbers as they lie in memory, room behind the last position included; for those who compare. */
    ByteBuffer memory(int slot) {
        return buffers[slot];
    }

    @Override
    public void close() {
        Tensors.close(tensors);
        tensors = new OnnxTensor[0];
        buffers = new ByteBuffer[0];
        room = 0;
        forgetPages();
        if (block != null) {
            block.close();
            block = null;
        }
    }
}
