package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Several kinds of state side by side. */
final class MixedStateStore implements StateStore {
    private final List<StateStore> parts;

    MixedStateStore(List<StateStore> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public void bind(Bindings bindings, Span span) throws OrtException {
        for (StateStore part : parts) {
            part.bind(bindings, span);
        }
    }

    @Override
    public int advance(int from, int to) {
        int held = to;
        for (StateStore part : parts) {
            held = Math.min(held, part.advance(from, to));
        }
        return held;
    }

    /** Until all hold the same: what has snapshots only may hold less than asked. */
    @Override
    public int rewind(int from, int to) {
        int[] held = new int[parts.size()];
        java.util.Arrays.fill(held, from);
        int target = to;
        for (int i = 0; i < held.length; i++) {
            if (held[i] > target) {
                held[i] = parts.get(i).rewind(held[i], target);
                if (held[i] < target) {
                    target = held[i];
                    i = -1;
                }
            }
        }
        return target;
    }

    @Override
    public StateStore copy(int[] rows, int positions) {
        return new MixedStateStore(all(parts, part -> part.copy(rows, positions)));
    }

    /** One store for each of something; none is left open when one cannot be made. */
    static <T> List<StateStore> all(List<T> sources, Function<T, StateStore> one) {
        List<StateStore> made = new ArrayList<>();
        try {
            for (T source : sources) {
                made.add(one.apply(source));
            }
            return made;
        } catch (RuntimeException e) {
            made.forEach(StateStore::close);
            throw e;
        }
    }

    @Override
    public void retain(int[] rows, int positions) {
        parts.forEach(part -> part.retain(rows, positions));
    }

    @Override
    public long bytes() {
        return parts.stream().mapToLong(StateStore::bytes).sum();
    }

    @Override
    public void close() {
        parts.forEach(StateStore::close);
    }
}
