package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.List;

/** Chooses how state is held, by what the graph allows. */
final class StateStores {
    private StateStores() {}

    /**
     * An empty store.
     *
     * @param contextLength positions at most
     * @param beyond positions that a run may write behind the last
     * @param oneBuffer whether past and present share a buffer where the graph appends in place
     */
    static StateStore of(
            OrtEnvironment environment,
            Buffers memory,
            List<StateSlot> slots,
            int contextLength,
            int beyond,
            boolean oneBuffer) {
        List<StateStore> stores = new ArrayList<>();
        Kinds kinds = Kinds.of(slots, oneBuffer);
        if (!kinds.shared.isEmpty()) {
            stores.add(new RowState(environment, kinds.shared, room(contextLength, beyond)));
        }
        if (!kinds.growing.isEmpty()) {
            stores.add(new PingPongStateStore(environment, memory, kinds.growing, contextLength));
        }
        if (!kinds.fixed.isEmpty()) {
            stores.add(new FixedStateStore(environment, memory, kinds.fixed));
        }
        return switch (stores.size()) {
            case 0 -> new StatelessStore();
            case 1 -> stores.get(0);
            default -> new MixedStateStore(stores);
        };
    }

    /** The keys of repeated tokens take some positions more. */
    static int room(int contextLength, int beyond) {
        return (int) Math.min(Integer.MAX_VALUE, (long) contextLength + beyond);
    }

    /**
     * The most memory that a store takes until it holds some positions.
     *
     * @param contextLength positions at most
     * @param oneBuffer as in {@link #of}
     */
    static long bytes(List<StateSlot> slots, int contextLength, boolean oneBuffer, int positions) {
        Kinds kinds = Kinds.of(slots, oneBuffer);
        return RowState.bytes(kinds.shared, positions)
                + PingPongStateStore.bytes(kinds.growing, contextLength, positions)
                + FixedStateStore.bytes(kinds.fixed);
    }

    /** Whether a state is of one size. */
    static boolean haveFixed(List<StateSlot> slots) {
        return !Kinds.of(slots, true).fixed.isEmpty();
    }

    /**
     * States by the way they are held.
     *
     * @param shared past and present in one buffer
     * @param growing past and present in two
     * @param fixed of one size
     */
    private record Kinds(List<StateSlot> shared, List<StateSlot> growing, List<StateSlot> fixed) {
        static Kinds of(List<StateSlot> slots, boolean oneBuffer) {
            Kinds kinds = new Kinds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (StateSlot slot : slots) {
                kinds.listOf(slot, oneBuffer).add(slot);
            }
            return kinds;
        }

        private List<StateSlot> listOf(StateSlot slot, boolean oneBuffer) {
            if (oneBuffer && slot.inPlace()) {
                return shared;
            }
            return slot.grows() ? growing : fixed;
        }
    }
}
