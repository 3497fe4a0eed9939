package io.github.isotherm.generate;

/** A sequence that is fed, for whom, and with what. Owned by the scheduler's thread. */
final class Lane {
    private final Job<?> job;
    private final HeldSequence held;
    private final Branch branch;

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

    /** Whether it can go on now: its receiver has room for more. */
    boolean isReady() {
        return !job.mailbox().isFull();
    }

    /** Whether there is nothing more to feed; a prompt that was read goes on elsewhere. */
    boolean isOver() {
        return job.isOver() || (branch.isFinished() && !(branch instanceof PromptReading));
    }
}
