package io.github.isotherm.generate;

import java.util.Arrays;

/** A sequence of the model and the ids it holds. Mutable; owned by the scheduler's thread. */
final class HeldSequence implements AutoCloseable {
    private final Sequence sequence;
    private int[] ids;
    /** How many of the first ids were fed several at once. */
    private int read;

    HeldSequence(Sequence sequence) {
        this(sequence, new int[0], 0);
    }

    private HeldSequence(Sequence sequence, int[] ids, int read) {
        this.sequence = sequence;
        this.ids = ids;
        this.read = read;
    }

    Sequence sequence() {
        return sequence;
    }

    int length() {
        return sequence.length();
    }

    /** All it holds. */
    int[] ids() {
        return Arrays.copyOf(ids, length());
    }

    /** How many of the first ids were fed several at once: what counts where a lone token gets other logits. */
    int read() {
        return read;
    }

    /** Notes what a run has appended. */
    void fed(int[] tokens) {
        int from = sequence.length() - tokens.length;
        if (ids.length < sequence.length()) {
            ids = Arrays.copyOf(ids, Math.max(sequence.length(), 2 * ids.length));
        }
        System.arraycopy(tokens, 0, ids, from, tokens.length);
        read = read == from && tokens.length > 1 ? sequence.length() : read;
    }

    /** The length of the beginning that a prompt shares with the first {@code most} ids. */
    int common(int[] prompt, int most) {
        int length = Math.min(Math.min(most, sequence.length()), prompt.length);
        int mismatch = Arrays.mismatch(ids, 0, length, prompt, 0, length);
        return mismatch < 0 ? length : mismatch;
    }

    void rewind(int length) {
        sequence.rewind(length);
        read = Math.min(read, length);
    }

    HeldSequence fork(int length) {
        return new HeldSequence(sequence.fork(length), Arrays.copyOf(ids, length), Math.min(read, length));
    }

    @Override
    public void close() {
        sequence.close();
    }
}
