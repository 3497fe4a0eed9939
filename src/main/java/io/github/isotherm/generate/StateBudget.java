package io.github.isotherm.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory that the state of sequences may take, and who has been granted how much. A job is granted what its rows take
 * when they are as long as they may become: what runs, the prompt that others go on from, and one of those, so that it can
 * always go on. One that nobody has bounded is granted what it takes now and a little more ({@link Growth}). What is kept for later prompts takes what is left. Owned by the scheduler's thread, but for {@link #least}.
 */
final class StateBudget {
    private final CausalModel model;
    private final long bytes;
    private final List<Job<?>> granted = new ArrayList<>();

    StateBudget(CausalModel model, long bytes) {
        this.model = model;
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    /** How many tokens one sequence may hold at most, from a length to a length; the first if no more fit. From any thread. */
    int mostTokens(int least, int most) {
        int fits = least;
        int tooMany = most + 1;
        while (fits + 1 < tooMany) {
            int middle = (fits + tooMany) >>> 1;
            if (model.stateBytes(middle) <= bytes) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /** What a job needs to begin. From any thread. */
    long least(Job<?> job) {
        return reserve(job, job.branches().size(), 0, true);
    }

    boolean fits(Job<?> job) {
        return least(job) <= free();
    }

    void admit(Job<?> job) {
        granted.add(job);
        job.granted = least(job);
    }

    /** Whether another branch of a job may begin. */
    boolean fitsNext(Job<?> job) {
        int pending = job.pending().size();
        return reserve(job, pending - 1, job.running() + 1, pending > 1) - job.granted <= free();
    }

    /** Grants what a job needs as it is now. */
    void update(Job<?> job) {
        job.granted = reserve(job, job.pending().size(), job.running(), job.stem != null);
    }

    /** Takes back what a job was granted, until it is admitted again. */
    void park(Job<?> job) {
        granted.remove(job);
        job.granted = 0;
    }

    void retire(Job<?> job) {
        granted.remove(job);
    }

    private long reserve(Job<?> job, int pending, int running, boolean stem) {
        long row = model.stateBytes(job.reservedTokens());
        long prompt = stem ? model.stateBytes(job.prompt().length) : 0;
        if (running > 0) {
            return running * row + prompt;
        }
        return pending > 1 ? prompt + row : pending == 1 ? row : prompt;
    }

    /** The memory that nobody has been granted; what is kept is in it. */
    long free() {
        long free = bytes;
        for (Job<?> job : granted) {
            free -= job.granted;
        }
        return free;
    }
}
