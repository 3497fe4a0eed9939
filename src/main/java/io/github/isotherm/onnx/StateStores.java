package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Chooses how state is held, by what the graph allows. */
final class StateStores {
    private StateStores() {}

    /**
     * An empty store.
     *
     * @param contextLength positions at most
     * @param oneBuffer whether past and present share a buffer where the graph appends in place
     */
    static StateStore of(
            OrtEnvironment environment, Buffers memory, List<StateSlot> slots, int contextLength, boolean oneBuffer) {
        List<StateStore> stores = new ArrayList<>();
        List<StateSlot> shared = shared(slots, oneBuffer);
        List<StateSlot> growing = growing(slots, oneBuffer);
        List<StateSlot> fixed = fixed(slots);
        if (!shared.isEmpty()) {
            stores.add(new RowState(environment, shared, room(contextLength)));
        }
        if (!growing.isEmpty()) {
            stores.add(new PingPongStateStore(environment, memory, growing, contextLength));
        }
        if (!fixed.isEmpty()) {
            stores.add(new FixedStateStore(environment, memory, fixed));
        }
        return switch (stores.size()) {
            case 0 -> new StatelessStore();
            case 1 -> stores.get(0);
            default -> new MixedStateStore(stores);
        };
    }

    /** A repeated token's key takes one position more. */
    static int room(int contextLength) {
        return contextLength == Integer.MAX_VALUE ? contextLength : contextLength + 1;
    }

    /**
     * The most memory that a store takes until it holds some positions.
     *
     * @param contextLength positions at most
     * @param oneBuffer as in {@link #of}
     */
    static long bytes(List<StateSlot> slots, int contextLength, boolean oneBuffer, int positions) {
        return RowState.bytes(shared(slots, oneBuffer), positions)
                + PingPongStateStore.bytes(growing(slots, oneBuffer), contextLength, positions)
                + FixedStateStore.bytes(fixed(slots));
    }

    private static List<StateSlot> shared(List<StateSlot> slots, boolean oneBuffer) {
        return some(slots, slot -> oneBuffer && slot.inPlace());
    }

    private static List<StateSlot> growing(List<StateSlot> slots, boolean oneBuffer) {
        return some(slots, slot -> slot.grows() && !(oneBuffer && slot.inPlace()));
    }

    private static List<StateSlot> fixed(List<StateSlot> slots) {
        return some(slots, slot -> !slot.grows());
    }

    private static List<StateSlot> some(List<StateSlot> slots, Predicate<StateSlot> kind) {
        return slots.stream().filter(kind).toList();
    }
}
