package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills the inputs of a run of packed sequences that are not state. */
final class PackedInputs implements AutoCloseable {
    /** One input of the file. */
    private record Told(FedInput input, IntegerInput target) {}

    private final SlotLayout layout;
    private final List<Told> told = new ArrayList<>();
    private final @Nullable FoldedRows folded;
    private final List<SlotInputs> slots = new ArrayList<>();

    /** What a token has among the attentions' outputs: itself, or its heads. */
    private final int width;

    private final IntegerInput unpack;
    private final IntegerInput kept;

    PackedInputs(OrtEnvironment environment, Graph graph, SlotLayout layout) throws OrtException {
        this.layout = layout;
        for (FedInput input : graph.fed()) {
            told.add(new Told(input, new IntegerInput(environment, input.port())));
        }
        FoldedHeads heads = layout.folded();
        folded = heads == null ? null : new FoldedRows(environment, heads, layout.rows());
        width = heads == null ? 1 : heads.queries();
        for (int slot = 0; slot < layout.slots(); slot++) {
            slots.add(
                    heads != null && layout.isFolded(slot)
                            ? new FoldedSlot(environment, slot, heads)
                            : new RepeatedSlot(environment, slot, width));
        }
        unpack = RepeatedToken.list(environment, SlotLayout.UNPACK, OnnxJavaType.INT64);
        kept = RepeatedToken.list(environment, SlotLayout.KEPT, OnnxJavaType.INT64);
    }

    /**
     * Binds them.
     *
     * @param parts in the order of their slots
     * @param tokens of all parts together
     * @return of how many positions logits will be computed
     */
    int bind(Bindings bindings, List<PackedRuns.Part> parts, int tokens) throws OrtException {
        int packed = layout.tokens().isWanted(tokens) ? tokens + 1 : tokens;
        for (Told one : told) {
            bindTold(bindings, one, parts, packed);
        }
        if (folded != null) {
            folded.bind(bindings, parts);
        }
        bindSlots(bindings, parts, tokens, packed);
        return layout.kept() ? bindKept(bindings, parts, tokens) : packed;
    }

    private static void bindTold(Bindings bindings, Told told, List<PackedRuns.Part> parts, int packed)
            throws OrtException {
        IntegerInput target = told.target;
        switch (told.input.role()) {
            case KEEP_COUNT -> {
                target.begin(1);
                target.add(packed);
                target.lend(bindings, told.input.shape(packed, 0));
            }
            case MASK -> {
                int longest = longest(parts);
                target.begin(longest);
                for (int i = 0; i < longest; i++) {
                    target.add(1);
                }
                target.lend(bindings, 1, longest);
            }
            default -> {
                target.begin(packed);
                addTokens(target, told.input.role(), parts, packed);
                target.lend(bindings, 1, packed);
            }
        }
    }

    private static int longest(List<PackedRuns.Part> parts) {
        int longest = 1;
        for (PackedRuns.Part part : parts) {
            longest = Math.max(longest, part.total());
        }
        return longest;
    }

    private static void addTokens(IntegerInput target, Role role, List<PackedRuns.Part> parts, int packed) {
        int added = 0;
        for (PackedRuns.Part part : parts) {
            for (int i = 0; i < part.count(); i++) {
                target.add(
                        switch (role) {
                            case IDS -> part.token(i);
                            case POSITIONS -> part.past() + i;
                            default -> 0;
                        });
            }
            added += part.count();
        }
        for (; added < packed; added++) {
            target.add(0);
        }
    }

    /** A silent token's place takes what comes first. */
    private void bindSlots(Bindings bindings, List<PackedRuns.Part> parts, int tokens, int packed) throws OrtException {
        unpack.begin(packed * width);
        int next = 0;
        int first = 0;
        int from = 0;
        for (int slot = 0; slot < layout.slots(); slot++) {
            SlotInputs inputs = slots.get(slot);
            if (next < parts.size() && parts.get(next).slot() == slot) {
                PackedRuns.Part part = parts.get(next++);
                inputs.bind(bindings, part, first);
                inputs.addPlaces(unpack, from, part.count());
                first += part.count();
                from += inputs.places(part.rows());
            } else {
                inputs.bindUnused(bindings);
                from += inputs.places(1);
            }
        }
        for (int i = tokens * width; i < packed * width; i++) {
            unpack.add(0);
        }
        unpack.lend(bindings, (long) packed * width);
    }

    /** Where nobody wants any, the last position's are computed. */
    private int bindKept(Bindings bindings, List<PackedRuns.Part> parts, int tokens) throws OrtException {
        int wanted = 0;
        for (PackedRuns.Part part : parts) {
            wanted += part.kept();
        }
        int count = Math.max(1, wanted);
        int computed = layout.positions().isWanted(count) ? count + 1 : count;
        kept.begin(computed);
        int end = 0;
        for (PackedRuns.Part part : parts) {
            end += part.count();
            for (int i = end - part.kept(); i < end; i++) {
                kept.add(i);
            }
        }
        for (int i = wanted; i < computed; i++) {
            kept.add(tokens - 1);
        }
        kept.lend(bindings, computed);
        return computed;
    }

    @Override
    public void close() {
        for (Told one : told) {
            one.target.close();
        }
        if (folded != null) {
            folded.close();
        }
        slots.forEach(SlotInputs::close);
        unpack.close();
        kept.close();
    }
}
