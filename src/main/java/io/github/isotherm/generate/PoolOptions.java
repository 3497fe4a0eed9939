package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;

/**
 * How many requests run at once, and how much memory their state may take.
 *
 * @param sessions requests that run at once, ≥ 1. They share the threads of the engine, so each takes longer; a second one
 *     costs the state of its own tokens, and no second copy of the weights
 * @param stateBytes the most memory for keys, values and other state (the KV cache), in bytes, of what runs and of what is
 *     kept for later prompts; 0: three quarters of the memory that Java may use ({@code -Xmx})
 */
public record PoolOptions(int sessions, long stateBytes) {
    /** Checks the ranges. */
    public PoolOptions {
        Checks.atLeast("sessions", sessions, 1);
        if (stateBytes < 0) {
            throw Checks.invalid("stateBytes", Long.toString(stateBytes), "a whole number of at least 0");
        }
    }

    /**
     * One request at a time, and three quarters of the memory that Java may use.
     *
     * @return the defaults
     */
    public static PoolOptions defaults() {
        return new PoolOptions(1, 0);
    }

    /**
     * These options with another number of requests at once.
     *
     * @param count ≥ 1
     * @return a copy
     */
    public PoolOptions withSessions(int count) {
        return new PoolOptions(count, stateBytes);
    }

    /**
     * These options with another memory budget.
     *
     * @param bytes ≥ 0; 0: three quarters of the memory that Java may use
     * @return a copy
     */
    public PoolOptions withStateBytes(long bytes) {
        return new PoolOptions(sessions, bytes);
    }

    /**
     * The budget. Java's limit of direct memory is that of its heap unless set otherwise; a quarter is left for logits and
     * for what the application itself keeps there.
     *
     * @return bytes
     */
    public long stateBytesUsed() {
        return stateBytes > 0 ? stateBytes : Runtime.getRuntime().maxMemory() / 4 * 3;
    }
}
