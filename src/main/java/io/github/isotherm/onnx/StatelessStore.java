package io.github.isotherm.onnx;

/** For graphs without a cache: nothing is held, so every run takes all tokens. */
final class StatelessStore implements StateStore {
    @Override
    public void bind(Bindings bindings, int from, int to) {}

    @Override
    public int advance(int from, int to) {
        return 0;
    }

    @Override
    public int reachable(int from, int to) {
        return 0;
    }

    @Override
    public void rewind(int from, int to) {}

    @Override
    public StateStore copy(int from, int to) {
        return new StatelessStore();
    }

    @Override
    public long bytes(int held) {
        return 0;
    }

    @Override
    public void close() {}
}
