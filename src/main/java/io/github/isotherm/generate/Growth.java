package io.github.isotherm.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for answers that nobody has bounded, set aside as they grow: that of a whole context would let few in. Where none is
 * left, the youngest of them give theirs up and read it again when there is; their texts are the same. The oldest is never made
 * to, so somebody always goes on. Owned by the scheduler's thread.
 */
final class Growth {
    /** Tokens that memory is set aside for at a time; more than a run feeds. */
    static final int STEP = 2 * Scheduler.CHUNK;

    private final CausalModel model;
    private final StateBudget budget;
    private final KeptSequences kept;
    private final List<Parked> parked = new ArrayList<>();
    private boolean wanting;

    Growth(CausalModel model, StateBudget budget, KeptSequences kept) {
        this.model = model;
        this.budget = budget;
        this.kept = kept;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parked(Job<?> job, Branch row, int[] ids) {}

    /** Whether somebody waits for memory already, so that nobody new is to be let in. */
    boolean isWanting() {
        return wanting;
    }

    /** One round: those who gave up their memory come back, and who is at its end gets more or rests. */
    void next(List<Job<?>> jobs, List<Lane> line) {
        parked.removeIf(one -> one.job().isOver());
        wanting = false;
        for (Job<?> job : jobs) {
            Lane lane = job.isGrowing() ? laneOf(job, line) : null;
            if (lane != null) {
                boolean enough = hasEnough(lane) || grow(lane, jobs, line);
                lane.rest(!enough);
                wanting |= !enough;
            }
        }
        while (!wanting && !parked.isEmpty() && comesBack(parked.get(0), line)) {
            parked.remove(0);
        }
        wanting |= !parked.isEmpty();
    }

    private static @Nullable Lane laneOf(Job<?> job, List<Lane> line) {
        for (Lane lane : line) {
            if (lane.job() == job && !lane.isOver()) {
                return lane;
            }
        }
        return null;
    }

    private static boolean hasEnough(Lane lane) {
        int reserved = lane.job().reservedTokens();
        return lane.branch() instanceof PromptReading
                || reserved == lane.job().mostTokens()
                || lane.held().length() + Scheduler.CHUNK <= reserved;
    }

    private boolean grow(Lane lane, List<Job<?>> jobs, List<Lane> line) {
        Job<?> job = lane.job();
        int wanted = Math.min(job.mostTokens(), job.reservedTokens() + STEP);
        long more = model.stateBytes(wanted) - model.stateBytes(job.reservedTokens());
        for (int i = jobs.size() - 1; budget.free() < more && jobs.get(i) != job; i--) {
            Lane younger = jobs.get(i).isGrowing() ? laneOf(jobs.get(i), line) : null;
            if (younger != null && !(younger.branch() instanceof PromptReading)) {
                park(younger, line);
            }
        }
        if (budget.free() < more) {
            return false;
        }
        job.grow(wanted);
        budget.update(job);
        kept.shrink(budget.free());
        return true;
    }

    private void park(Lane lane, List<Lane> line) {
        line.remove(lane);
        parked.add(
                0,
                lane.branch() instanceof Returning back
                        ? new Parked(lane.job(), back.row(), back.ids())
                        : new Parked(lane.job(), lane.branch(), lane.held().ids()));
        lane.held().close();
        budget.park(lane.job());
    }

    /** Not so that it would have to go again at once: the others can grow by a step. */
    private boolean comesBack(Parked one, List<Lane> line) {
        long room = model.stateBytes(one.job().reservedTokens());
        for (Lane lane : line) {
            Job<?> job = lane.job();
            int next = Math.min(job.mostTokens(), job.reservedTokens() + STEP);
            room += model.stateBytes(next) - model.stateBytes(job.reservedTokens());
        }
        if (room > budget.free()) {
            return false;
        }
        budget.admit(one.job());
        kept.shrink(budget.free());
        try {
            HeldSequence held = kept.beginning(one.ids(), List.of());
            budget.update(one.job());
            Branch back = new Returning(one.row(), one.ids(), held.length());
            line.add(new Lane(one.job(), held, back));
        } catch (RuntimeException | Error e) {
            one.job().fail(e);
        }
        return true;
    }
}
