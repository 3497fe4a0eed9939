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
            OrtEnvironment environment,
            Buffers memory,
            List<StateSlot> slots,
            int contextLength,
            boolean oneBuffer,
            int rows) {
        List<StateStore> stores = new ArrayList<>();
        List<StateSlot> shared = some(slots, slot -> oneBuffer && slot.inPlace());
        List<StateSlot> growing = some(slots, slot -> slot.grows() && !shared.contains(slot));
        List<StateSlot> fixed = some(slots, slot -> !slot.grows());
        if (!shared.isEmpty()) {
            stores.add(new SharedStateStore(environment, memory, shared, contextLength, rows));
        }
        if (!growing.isEmpty()) {
            stores.add(new PingPongStateStore(environment, memory, growing, rows));
        }
        if (!fixed.isEmpty()) {
            stores.add(new FixedStateStore(environment, memory, fixed, rows));
        }
        return switch (stores.size()) {
            case 0 -> new StatelessStore();
            case 1 -> stores.get(0);
            default -> new MixedStateStore(stores);
        };
    }

    private static List<StateSlot> some(List<StateSlot> slots, Predicate<StateSlot> kind) {
        return slots.stream().filter(kind).toList();
    }
}
