package io.github.isotherm.generate;

/** A sequence that is fed, for whom, and with what. Owned by the scheduler's thread. */
final class Lane {
    private final Job<?> job;
    private final HeldSequence held;
    private final Branch branch;
    private boolean resting;

    /**
     * A lane.
     *
     * @param job for whom
     * @param held the sequence
     * @param branch what it is fed
     */
    Lane(Job<?> job, HeldSequence held, Branch branch) {
        this.job = job;
        this.held = held;
        this.branch = branch;
    }

    Job<?> job() {
        return job;
    }

    HeldSequence held() {
        return held;
    }

    Branch branch() {
        return branch;
    }

    /** Lets it wait for memory, or go on. */
    void rest(boolean value) {
        resting = value;
    }

    /** Whether it can go on now: it has memory and its receiver has room for more. */
    boolean isReady() {
        return !resting && !job.mailbox().isFull();
    }

    /** Whether there is nothing more to feed; what was read goes on elsewhere. */
    boolean isOver() {
        boolean leadsOn = branch instanceof PromptReading || branch instanceof Returning;
        return job.isOver() || (branch.isFinished() && !leadsOn);
    }
}
