package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One store per row, for graphs that take one row at a time. */
final class RowwiseStateStore implements StateStore {
    private static final int[] ONE = {0};

    private List<StateStore> rows;

    private RowwiseStateStore(List<StateStore> rows) {
        this.rows = rows;
    }

    static RowwiseStateStore of(int rows, Supplier<StateStore> one) {
        return new RowwiseStateStore(
                MixedStateStore.all(IntStream.range(0, rows).boxed().toList(), row -> one.get()));
    }

    @Override
    public void bind(Bindings bindings, Span span) throws OrtException {
        rows.get(span.row()).bind(bindings, new Span(0, 1, span.from(), span.to()));
    }

    @Override
    public int advance(int from, int to) {
        return rows.stream().mapToInt(row -> row.advance(from, to)).min().orElse(to);
    }

    @Override
    public int rewind(int from, int to) {
        return rows.stream().mapToInt(row -> row.rewind(from, to)).min().orElse(to);
    }

    @Override
    public StateStore copy(int[] copied, int positions) {
        return new RowwiseStateStore(MixedStateStore.all(
                Arrays.stream(copied).boxed().toList(), row -> rows.get(row).copy(ONE, positions)));
    }

    @Override
    public void retain(int[] kept, int positions) {
        List<StateStore> before = rows;
        boolean[] moved = new boolean[before.size()];
        List<StateStore> after = new ArrayList<>();
        for (int row : kept) {
            after.add(moved[row] ? before.get(row).copy(ONE, positions) : before.get(row));
            moved[row] = true;
        }
        for (int row = 0; row < moved.length; row++) {
            if (!moved[row]) {
                before.get(row).close();
            }
        }
        rows = after;
    }

    @Override
    public long bytes() {
        return rows.stream().mapToLong(StateStore::bytes).sum();
    }

    @Override
    public void close() {
        rows.forEach(StateStore::close);
    }
}
