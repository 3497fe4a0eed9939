package io.github.isotherm.error;

import java.util.Locale;

/** A request whose state does not fit in the memory that is allowed for it. */
public class StateMemoryException extends IsothermException {
    private static final long serialVersionUID = 1L;

    private static final String WAY_OUT =
            " of memory for keys and values but the budget is {budget}; ask for fewer tokens,"
                    + " shorten the prompt, or raise the budget (--kv-memory, in Java SchedulerOptions.withStateBytes).";

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
        super(rows == 1 ? alone(tokens, neededBytes, allowedBytes) : several(rows, tokens, neededBytes, allowedBytes));
        this.neededBytes = neededBytes;
        this.allowedBytes = allowedBytes;
    }

    private static Sentence alone(int tokens, long needed, long allowed) {
        return Sentence.of(
                "memory.sequence",
                "A sequence of {tokens} tokens (prompt and completion together) needs {needed}" + WAY_OUT,
                "tokens",
                tokens,
                "needed",
                size(needed),
                "budget",
                size(allowed));
    }

    private static Sentence several(int rows, int tokens, long needed, long allowed) {
        return Sentence.of(
                "memory.sequences",
                "{rows} sequences of {tokens} tokens (prompt and completion together) need {needed}" + WAY_OUT,
                "rows",
                rows,
                "tokens",
                tokens,
                "needed",
                size(needed),
                "budget",
                size(allowed));
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
        return bytes < 1L << 20
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }
}
