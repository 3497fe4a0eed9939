package io.github.isotherm.onnx;

/** For graphs without a cache: nothing is held, so every step takes all tokens. */
final class StatelessStore implements StateStore {
    @Override
    public void bind(Bindings bindings, Span span) {}

    @Override
    public int advance(int from, int to) {
        return 0;
    }

    @Override
    public int rewind(int from, int to) {
        return 0;
    }

    @Override
    public StateStore copy(int[] rows, int positions) {
        return new StatelessStore();
    }

    @Override
    public void retain(int[] rows, int positions) {}

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void close() {}
}
