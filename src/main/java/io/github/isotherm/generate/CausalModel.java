package io.github.isotherm.generate;

/** A language model that predicts the next token: the weights, shared by all sessions. Thread-safe. */
public interface CausalModel {
    /**
     * The number of logits per position.
     *
     * @return ids, ≥ 1
     */
    int vocabularySize();

    /**
     * The number of tokens a sequence can have, prompt and completion together.
     *
     * @return tokens, ≥ 1
     */
    int contextLength();

    /**
     * Opens a session of empty sequences.
     *
     * @param rows how many sequences advance in lock-step, ≥ 1
     * @return the session, to be closed by the caller
     */
    Session openSession(int rows);

    /**
     * The most memory that the state of a session takes until its sequences have a length. It is what is allocated: room
     * that doubles, second buffers and snapshots included; never less for more rows or tokens.
     *
     * @param rows sequences, ≥ 1
     * @param tokens the length of each, ≥ 0
     * @return bytes; 0 where nobody counts
     */
    default long stateBytes(int rows, int tokens) {
        return 0;
    }

    /**
     * The time that all sessions have spent in the runtime so far: what is left of a loop's time is the loop's own.
     *
     * @return nanoseconds; 0 where nobody counts
     */
    default long runtimeNanos() {
        return 0;
    }
}
