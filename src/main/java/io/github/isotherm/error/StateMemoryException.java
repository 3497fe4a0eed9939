package io.github.isotherm.error;

import java.util.Locale;

/** A request whose state does not fit in the memory that is allowed for it. */
public class StateMemoryException extends IsothermException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long allowedBytes;

    /**
     * A request that is too large.
     *
     * @param tokens tokens of a sequence, prompt and completion together
     * @param rows sequences that need memory at once
     * @param neededBytes the memory they need
     * @param allowedBytes the memory that is allowed
     */
    public StateMemoryException(int tokens, int rows, long neededBytes, long allowedBytes) {
        super((rows == 1 ? "A sequence of " : rows + " sequences of ") + tokens
                + " tokens (prompt and completion together) " + (rows == 1 ? "needs " : "need ") + size(neededBytes)
                + " of memory for keys and values but the budget is " + size(allowedBytes)
                + "; ask for fewer tokens, shorten the prompt, or raise the budget"
                + " (--kv-memory, in Java PoolOptions.withStateBytes).");
        this.neededBytes = neededBytes;
        this.allowedBytes = allowedBytes;
    }

    /**
     * The memory that was needed.
     *
     * @return bytes
     */
    public long neededBytes() {
        return neededBytes;
    }

    /**
     * The memory that was allowed.
     *
     * @return bytes
     */
    public long allowedBytes() {
        return allowedBytes;
    }

    private static String size(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        return bytes < 10L << 20
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }
}
