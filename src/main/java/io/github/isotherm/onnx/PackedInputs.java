package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;

/** Fills the inputs of a run of packed sequences that are not state. */
final class PackedInputs implements AutoCloseable {
    /** One input of the file. */
    private record Told(FedInput input, IntegerInput target) {}

    private final SlotLayout layout;
    private final List<Told> told = new ArrayList<>();
    private final List<IntegerInput> rows = new ArrayList<>();
    private final List<IntegerInput> last = new ArrayList<>();
    private final List<IntegerInput> total = new ArrayList<>();
    private final IntegerInput unpack;
    private final IntegerInput kept;

    /** What slots that nobody uses are told: token 0, alone. */
    private final Bindings unused = new Bindings();

    PackedInputs(OrtEnvironment environment, Graph graph, SlotLayout layout) throws OrtException {
        this.layout = layout;
        for (FedInput input : graph.fed()) {
            told.add(new Told(input, new IntegerInput(environment, input.port())));
        }
        for (int slot = 0; slot < layout.rows(); slot++) {
            rows.add(RepeatedToken.list(environment, SlotLayout.rows(slot), OnnxJavaType.INT64));
            last.add(RepeatedToken.list(environment, SlotLayout.last(slot), OnnxJavaType.INT32));
            total.add(RepeatedToken.list(environment, SlotLayout.total(slot), OnnxJavaType.INT32));
            one(RepeatedToken.list(environment, SlotLayout.rows(slot), OnnxJavaType.INT64), 0);
            one(RepeatedToken.list(environment, SlotLayout.last(slot), OnnxJavaType.INT32), 0);
            one(RepeatedToken.list(environment, SlotLayout.total(slot), OnnxJavaType.INT32), 1);
        }
        unpack = RepeatedToken.list(environment, SlotLayout.UNPACK, OnnxJavaType.INT64);
        kept = RepeatedToken.list(environment, SlotLayout.KEPT, OnnxJavaType.INT64);
    }

    private void one(IntegerInput input, int value) throws OrtException {
        input.begin(1);
        input.add(value);
        input.bind(unused, 1);
    }

    /**
     * Binds them.
     *
     * @param tokens of all parts together
     * @return of how many positions logits will be computed
     */
    int bind(Bindings bindings, List<PackedRuns.Part> parts, int tokens) throws OrtException {
        int packed = layout.tokens().isWanted(tokens) ? tokens + 1 : tokens;
        for (Told one : told) {
            bindTold(bindings, one, parts, packed);
        }
        for (int slot = 0; slot < layout.rows(); slot++) {
            if (slot >= parts.size()) {
                lend(bindings, SlotLayout.rows(slot));
                lend(bindings, SlotLayout.last(slot));
                lend(bindings, SlotLayout.total(slot));
            }
        }
        bindSlots(bindings, parts);
        bindUnpack(bindings, parts, tokens, packed);
        return layout.kept() ? bindKept(bindings, parts, tokens) : packed;
    }

    private void lend(Bindings bindings, String name) {
        bindings.lendInput(name, java.util.Objects.requireNonNull(unused.inputs.get(name)));
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
            longest = Math.max(longest, part.past() + part.count() + 1);
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

    private void bindSlots(Bindings bindings, List<PackedRuns.Part> parts) throws OrtException {
        int first = 0;
        for (int slot = 0; slot < parts.size(); slot++) {
            PackedRuns.Part part = parts.get(slot);
            int count = part.count();
            rows.get(slot).begin(count + 1);
            for (int i = 0; i < count; i++) {
                rows.get(slot).add(first + i);
            }
            rows.get(slot).add(first + count - 1);
            rows.get(slot).lend(bindings, count + 1);
            single(bindings, last.get(slot), part.past() + count);
            single(bindings, total.get(slot), part.past() + count + 1);
            first += count;
        }
    }

    private static void single(Bindings bindings, IntegerInput target, int value) throws OrtException {
        target.begin(1);
        target.add(value);
        target.lend(bindings, 1);
    }

    /** A silent token's place takes what comes first. */
    private void bindUnpack(Bindings bindings, List<PackedRuns.Part> parts, int tokens, int packed)
            throws OrtException {
        unpack.begin(packed);
        int first = 0;
        for (PackedRuns.Part part : parts) {
            for (int i = 0; i < part.count(); i++) {
                unpack.add(first + i);
            }
            first += part.count() + 1;
        }
        for (int i = tokens; i < packed; i++) {
            unpack.add(0);
        }
        unpack.lend(bindings, packed);
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
        unused.close();
        for (Told one : told) {
            one.target.close();
        }
        for (List<IntegerInput> some : List.of(rows, last, total, List.of(unpack, kept))) {
            for (IntegerInput input : some) {
                input.close();
            }
        }
    }
}
