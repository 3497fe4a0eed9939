package io.github.isotherm.generate;

/**
 * The tokens of one row and what the model keeps of them (the KV cache). Belongs to one {@link CausalModel}, and like its
 * {@link CausalModel#run} to one thread at a time.
 */
public interface Sequence extends AutoCloseable {
    /**
     * The number of tokens it holds.
     *
     * @return tokens, ≥ 0
     */
    int length();

    /**
     * Forgets everything after a length.
     *
     * @param length tokens to keep, 0 ≤ length ≤ {@link #length()}
     */
    void rewind(int length);

    /**
     * A new sequence that begins like this one.
     *
     * @param length tokens to copy, 0 ≤ length ≤ {@link #length()}
     * @return the copy, to be closed by the caller; this one stays as it is
     */
    Sequence fork(int length);

    /**
     * A new sequence with all of this one's tokens.
     *
     * @return the copy, to be closed by the caller
     */
    default Sequence fork() {
        return fork(length());
    }

    /**
     * The memory that its state takes now.
     *
     * @return bytes; 0 where nobody counts
     */
    default long bytes() {
        return 0;
    }

    /** Frees the state. */
    @Override
    void close();
}
