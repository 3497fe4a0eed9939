package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;

/**
 * How much a model's {@link Scheduler} takes on.
 *
 * @param waiting the most requests that wait for memory, ≥ 0; one more is refused with a
 *     {@link io.github.isotherm.error.BusyException}
 * @param kept how many sequences are kept when their requests are over, ≥ 0, so that a later prompt that begins like one of
 *     them feeds only what differs; the longest unused go first
 * @param stateBytes the most memory for keys, values and other state (the KV cache), in bytes, of what runs and of what is
 *     kept; 0: three quarters of the memory that Java may use ({@code -Xmx})
 * @param forcedRuns whether tokens that a constraint leaves no choice about are fed several in one run; the text and all figures
 *     are the same to the bit, so only where the model's logits do not depend on that ({@link CausalModel#isExact})
 * @param drafting where guesses come from that are verified several in one run, with the same text and figures; only while that
 *     pays, and only where {@link CausalModel#isExact}
 */
public record SchedulerOptions(int waiting, int kept, long stateBytes, boolean forcedRuns, Drafting drafting) {
    private static final int WAITING = 1024;
    private static final int KEPT = 4;

    /** Checks the ranges. */
    public SchedulerOptions {
        Checks.atLeast("waiting", waiting, 0);
        Checks.atLeast("kept", kept, 0);
        if (stateBytes < 0) {
            throw Checks.invalid("stateBytes", Long.toString(stateBytes), "a whole number of at least 0");
        }
    }

    /**
     * Up to {@value #WAITING} requests that wait, {@value #KEPT} sequences kept, three quarters of the memory that Java may
     * use, guesses by prompt lookup.
     *
     * @return the defaults
     */
    public static SchedulerOptions defaults() {
        return new SchedulerOptions(WAITING, KEPT, 0, true, Drafting.PROMPT_LOOKUP);
    }

    /**
     * These options with another number of requests that may wait.
     *
     * @param count ≥ 0
     * @return a copy
     */
    public SchedulerOptions withWaiting(int count) {
        return new SchedulerOptions(count, kept, stateBytes, forcedRuns, drafting);
    }

    /**
     * These options with another number of sequences kept.
     *
     * @param count ≥ 0
     * @return a copy
     */
    public SchedulerOptions withKept(int count) {
        return new SchedulerOptions(waiting, count, stateBytes, forcedRuns, drafting);
    }

    /**
     * These options with another memory budget.
     *
     * @param bytes ≥ 0; 0: three quarters of the memory that Java may use
     * @return a copy
     */
    public SchedulerOptions withStateBytes(long bytes) {
        return new SchedulerOptions(waiting, kept, bytes, forcedRuns, drafting);
    }

    /**
     * These options with forced tokens fed several in one run, or one by one.
     *
     * @param several true by default
     * @return a copy
     */
    public SchedulerOptions withForcedRuns(boolean several) {
        return new SchedulerOptions(waiting, kept, stateBytes, several, drafting);
    }

    /**
     * These options with another source of guesses.
     *
     * @param source {@link Drafting#PROMPT_LOOKUP} by default; {@link Drafting#OFF} for a token of each text a run
     * @return a copy
     */
    public SchedulerOptions withDrafting(Drafting source) {
        return new SchedulerOptions(waiting, kept, stateBytes, forcedRuns, source);
    }

    /**
     * The budget. A quarter of what Java may use is left for logits and for what the application itself keeps.
     *
     * @return bytes
     */
    public long stateBytesUsed() {
        return stateBytes > 0 ? stateBytes : Runtime.getRuntime().maxMemory() / 4 * 3;
    }
}
