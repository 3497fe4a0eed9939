package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/** A slot that takes any number of tokens, the last one repeated. */
final class RepeatedSlot implements SlotInputs {
    private final LentNumbers rows;
    private final LentNumbers last;
    private final LentNumbers total;

    /** What a token has among the outputs: itself, or its heads. */
    private final int width;

    RepeatedSlot(OrtEnvironment environment, int slot, int width) throws OrtException {
        this.width = width;
        rows = new LentNumbers(environment, SlotLayout.rows(slot), OnnxJavaType.INT64, 0, 1);
        last = new LentNumbers(environment, SlotLayout.last(slot), OnnxJavaType.INT32, 0, 1);
        total = new LentNumbers(environment, SlotLayout.total(slot), OnnxJavaType.INT32, 1, 1);
    }

    @Override
    public void bind(Bindings bindings, PackedRuns.Part part, int first) throws OrtException {
        int count = part.count();
        IntegerInput numbers = rows.begin(count + 1);
        for (int i = 0; i < count; i++) {
            numbers.add(first + i);
        }
        numbers.add(first + count - 1);
        rows.lend(bindings, count + 1);
        last.lendOne(bindings, part.total() - 1);
        total.lendOne(bindings, part.total());
    }

    @Override
    public void bindUnused(Bindings bindings) {
        rows.lendUnused(bindings);
        last.lendUnused(bindings);
        total.lendUnused(bindings);
    }

    @Override
    public int places(int operatorRows) {
        return operatorRows * width;
    }

    @Override
    public void addPlaces(IntegerInput unpack, int from, int tokens) {
        for (int place = 0; place < tokens * width; place++) {
            unpack.add(from + place);
        }
    }

    @Override
    public void close() {
        rows.close();
        last.close();
        total.close();
    }
}
