package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;

/** A slot that takes a few tokens behind a past, their heads as rows, which {@link FoldedRows} gathers for all of them. */
final class FoldedSlot implements SlotInputs {
    private final FoldedHeads folded;
    private final LentNumbers positions;
    private final HiddenKeys bias;
    private final LentNumbers last;
    private final LentNumbers total;

    FoldedSlot(OrtEnvironment environment, int slot, FoldedHeads folded) throws OrtException {
        this.folded = folded;
        positions = new LentNumbers(environment, SlotLayout.positions(slot), OnnxJavaType.INT64, 0, 1, 1);
        bias = new HiddenKeys(environment, SlotLayout.bias(slot), folded.type());
        last = new LentNumbers(environment, SlotLayout.last(slot), OnnxJavaType.INT32, 0, 1);
        total = new LentNumbers(environment, SlotLayout.total(slot), OnnxJavaType.INT32, 1, 1);
    }

    @Override
    public void bind(Bindings bindings, PackedRuns.Part part, int first) throws OrtException {
        int tokens = part.count();
        int count = part.rows();
        if (folded.rotates()) {
            IntegerInput numbers = positions.begin(count);
            for (int row = 0; row < count; row++) {
                numbers.add(part.past() + row % tokens);
            }
            positions.lend(bindings, 1, count);
        }
        bias.lend(bindings, part.past(), tokens, count);
        last.lendOne(bindings, part.total() - 1);
        total.lendOne(bindings, part.total());
    }

    @Override
    public void bindUnused(Bindings bindings) {
        if (folded.rotates()) {
            positions.lendUnused(bindings);
        }
        bias.lendUnused(bindings);
        last.lendUnused(bindings);
        total.lendUnused(bindings);
    }

    @Override
    public int places(int operatorRows) {
        return operatorRows * folded.keys();
    }

    @Override
    public void addPlaces(IntegerInput unpack, int from, int tokens) {
        for (int token = 0; token < tokens; token++) {
            for (int query = 0; query < folded.queries(); query++) {
                int row = query % folded.group() * tokens + token;
                unpack.add(from + row * folded.keys() + query / folded.group());
            }
        }
    }

    @Override
    public void close() {
        for (LentNumbers numbers : List.of(positions, last, total)) {
            numbers.close();
        }
        bias.close();
    }
}
