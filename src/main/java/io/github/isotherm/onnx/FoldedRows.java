package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;

/** Which heads and tokens the rows of all slots with heads as rows take, one slot's behind another's. */
final class FoldedRows implements AutoCloseable {
    private final FoldedHeads folded;
    private final int slots;
    private final IntegerInput heads;
    private final IntegerInput tokens;
    private final IntegerInput counts;

    FoldedRows(OrtEnvironment environment, FoldedHeads folded, int slots) {
        this.folded = folded;
        this.slots = slots;
        heads = RepeatedToken.list(environment, SlotLayout.HEADS, OnnxJavaType.INT64);
        tokens = RepeatedToken.list(environment, SlotLayout.FOLDED_ROWS, OnnxJavaType.INT64);
        counts = RepeatedToken.list(environment, SlotLayout.FOLDED_COUNTS, OnnxJavaType.INT64);
    }

    /**
     * Binds them; a slot that nobody uses has one row, of token 0.
     *
     * @param parts in the order of their slots, of any kind
     */
    void bind(Bindings bindings, List<PackedRuns.Part> parts) throws OrtException {
        int rows = rows(parts);
        heads.begin(rows * folded.gathered());
        tokens.begin(rows);
        counts.begin(slots);
        int next = 0;
        int first = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (next < parts.size() && parts.get(next).slot() == slot) {
                PackedRuns.Part part = parts.get(next++);
                add(part.rows(), part.count(), first);
                first += part.count();
            } else {
                add(1, 1, 0);
            }
        }
        heads.lend(bindings, (long) rows * folded.gathered());
        if (!folded.packed()) {
            tokens.lend(bindings, rows);
        }
        if (slots > 1) {
            counts.lend(bindings, slots);
        }
    }

    private int rows(List<PackedRuns.Part> parts) {
        int rows = slots;
        for (PackedRuns.Part part : parts) {
            rows += part.slot() < slots ? part.rows() - 1 : 0;
        }
        return rows;
    }

    private void add(int rows, int count, int first) {
        for (int row = 0; row < rows; row++) {
            int token = first + row % count;
            tokens.add(token);
            for (int head = 0; head < folded.gathered(); head++) {
                heads.add(token * folded.given() + folded.head(row / count, head));
            }
        }
        counts.add(rows);
    }

    @Override
    public void close() {
        heads.close();
        tokens.close();
        counts.close();
    }
}
