package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;

/** Several kinds of state side by side. */
final class MixedStateStore implements StateStore {
    private final List<StateStore> parts;

    MixedStateStore(List<StateStore> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public void bind(Bindings bindings, int from, int to) throws OrtException {
        for (StateStore part : parts) {
            part.bind(bindings, from, to);
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

    @Override
    public void ran(int held) {
        parts.forEach(part -> part.ran(held));
    }

    /** What all can go back to: what has snapshots only may reach less than asked. */
    @Override
    public int reachable(int from, int to) {
        int before = -1;
        int target = to;
        while (target != before) {
            before = target;
            for (StateStore part : parts) {
                target = Math.min(target, part.reachable(from, target));
            }
        }
        return target;
    }

    @Override
    public void rewind(int from, int to) {
        parts.forEach(part -> part.rewind(from, to));
    }

    @Override
    public StateStore copy(int from, int to) {
        List<StateStore> copies = new ArrayList<>();
        try {
            parts.forEach(part -> copies.add(part.copy(from, to)));
            return new MixedStateStore(copies);
        } catch (RuntimeException e) {
            copies.forEach(StateStore::close);
            throw e;
        }
    }

    @Override
    public long bytes(int held) {
        return parts.stream().mapToLong(part -> part.bytes(held)).sum();
    }

    @Override
    public void close() {
        parts.forEach(StateStore::close);
    }
}
