package io.github.isotherm.generate;

/**
 * A sequence that is fed, for whom, and with what. Owned by the scheduler's thread.
 *
 * @param job for whom
 * @param held the sequence
 * @param branch what it is fed
 */
record Lane(Job<?> job, HeldSequence held, Branch branch) {
    /** Whether it can go on now: its receiver has room for more. */
    boolean isReady() {
        return !job.mailbox().isFull();
    }

    /** Whether it has been fed all there is; a prompt that was read goes on elsewhere. */
    boolean isOver() {
        return branch.isFinished() && !(branch instanceof PromptReading);
    }
}
