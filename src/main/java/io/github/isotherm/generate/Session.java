package io.github.isotherm.generate;

/**
 * The state (KV cache) of several sequences of one model that advance in lock-step. Not thread-safe, but for {@link
 * #cancel()}.
 */
public interface Session extends AutoCloseable {
    /**
     * The number of sequences.
     *
     * @return rows, ≥ 1
     */
    int rows();

    /**
     * The number of tokens each sequence holds.
     *
     * @return tokens, ≥ 0
     */
    int length();

    /**
     * Appends tokens to every sequence and computes the logits after the last of them.
     *
     * @param tokens {@code [rows][n]}, n ≥ 1
     * @param keepLast how many positions' logits are wanted, 1 ≤ keepLast ≤ n, counted from the end
     * @return logits {@code [rows, keepLast, vocabulary]}, valid until the next call on this session
     * @throws io.github.isotherm.error.ContextLengthException when the sequences would outgrow the context
     * @throws io.github.isotherm.error.CancelledException when {@link #cancel()} was called
     */
    Logits feed(int[][] tokens, int keepLast);

    /**
     * Forgets everything after a length.
     *
     * @param length tokens to keep, 0 ≤ length ≤ {@link #length()}
     */
    void rewind(int length);

    /**
     * Copies the single sequence of this session into a new one of several.
     *
     * @param rows how many copies, ≥ 1
     * @return a new session, to be closed by the caller
     */
    Session fork(int rows);

    /**
     * How many sequences a {@link #fork} may have where memory is limited.
     *
     * @param tokens the length that they will have
     * @return rows, ≥ 1; as many as there are ints where nothing is limited
     */
    default int forkableRows(int tokens) {
        return Integer.MAX_VALUE;
    }

    /**
     * Keeps some of the sequences, in the order given, and drops the others.
     *
     * @param rows indices of the sequences to keep, at least one
     */
    void retain(int[] rows);

    /**
     * The memory its state takes.
     *
     * @return bytes; 0 where nobody counts
     */
    default long bytes() {
        return 0;
    }

    /** Makes a running or the next {@link #feed} fail soon. The one method that other threads may call. */
    void cancel();

    @Override
    void close();
}
