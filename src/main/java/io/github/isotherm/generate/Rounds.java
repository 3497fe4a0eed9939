package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * The loop's rounds: what is over ends, what has its prompt goes on, and those whose turn it is are fed in one run of the
 * model. Owned by the scheduler's thread.
 */
final class Rounds {
    /** More rows than this never share a run: the gain of a row more is small then. */
    private static final int WIDEST = 16;

    /** A wider graph pays when so many runs are left; opening it takes as long as some dozens of steps. */
    private static final int RUNS_THAT_PAY = 96;

    /** Ids of a run where it matters how a prompt is cut: always the same. */
    private static final int FIXED_CHUNK = 512;

    private final CausalModel model;
    private final StateBudget budget;
    private final KeptSequences kept;
    private final Turns turns = new Turns();
    private final Growth growth;
    private final List<Job<?>> jobs = new ArrayList<>();
    /** Everything that is fed, the longest waiting first. */
    private final List<Lane> line = new ArrayList<>();

    /** Written by this thread, read by any. */
    private final PromptCount prompts = new PromptCount();

    private final RunCosts costs;

    /** Sequences in use; written by this thread, read by any. */
    private volatile int rows;

    /** Whose run the model is in; written by this thread, read by those that cancel, under its own lock. */
    private final Running running = new Running();

    private int widestAsked = 1;
    /** Whether something ended or began that lets others go on. */
    private boolean moved;

    Rounds(CausalModel model, StateBudget budget, RunCosts costs, int kept) {
        this.model = model;
        this.budget = budget;
        this.costs = costs;
        this.kept = new KeptSequences(model, kept);
        growth = new Growth(model, budget, this.kept);
    }

    /** From any thread. */
    ModelLoad load(int waiting) {
        return new ModelLoad(rows, waiting, prompts.requests(), prompts.tokens(), prompts.reused(), costs.count());
    }

    /** Whether a round would change anything. */
    boolean isDue() {
        return moved || isAnyReady();
    }

    private boolean isAnyReady() {
        for (Lane lane : line) {
            if (lane.isReady()) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** Until the first of the jobs is overdue. */
    long nanosLeft() {
        return nanosLeft(jobs);
    }

    static long nanosLeft(Iterable<Job<?>> jobs) {
        long least = Long.MAX_VALUE;
        for (Job<?> job : jobs) {
            least = Math.min(least, job.nanosLeft());
        }
        return least;
    }

    boolean fits(Job<?> job) {
        return !growth.isWanting() && budget.fits(job);
    }

    void letIn(Job<?> job) {
        budget.admit(job);
        kept.shrink(budget.free());
        jobs.add(job);
        job.admitted();
        try {
            HeldSequence held = kept.beginning(job.prompt(), inUse());
            prompts.add(job.prompt().length, held.length());
            int chunk = model.isExact() ? 0 : FIXED_CHUNK;
            PromptReading reading = new PromptReading(job.prompt(), held.length(), model.vocabularySize(), chunk);
            line.add(new Lane(job, held, reading));
        } catch (RuntimeException | Error e) {
            job.fail(e);
        }
    }

    private List<HeldSequence> inUse() {
        List<HeldSequence> inUse = new ArrayList<>();
        for (Lane lane : line) {
            inUse.add(lane.held());
        }
        return inUse;
    }

    /** One round. */
    void next() {
        moved = false;
        endWhatIsOver();
        beginBranches();
        growth.next(jobs, line);
        widen();
        note(line.size());
        List<Lane> turn = turns.next(line, model.rowsAtOnce());
        guess(turn);
        if (!turn.isEmpty()) {
            run(turn);
        }
        if (isAnyOver(turn)) {
            endWhatIsOver();
            note(line.size());
        }
    }

    private void note(int inUse) {
        if (rows != inUse) {
            rows = inUse;
        }
    }

    private static boolean isAnyOver(List<Lane> turn) {
        for (Lane lane : turn) {
            if (lane.isOver()) {
                return true;
            }
        }
        return false;
    }

    private void endWhatIsOver() {
        for (Job<?> job : jobs) {
            if (job.isCancelled() && !job.isOver()) {
                job.cancelBranches();
            }
            job.endOverdue();
        }
        for (int i = 0; i < line.size(); ) {
            if (line.get(i).isOver()) {
                leave(line.remove(i));
            } else {
                i++;
            }
        }
        for (int i = 0; i < jobs.size(); ) {
            if (jobs.get(i).isOver()) {
                retire(jobs.remove(i));
            } else {
                i++;
            }
        }
    }

    private void leave(Lane lane) {
        moved = true;
        Job<?> job = lane.job();
        if (!(lane.branch() instanceof PromptReading)) {
            job.finished();
            budget.update(job);
        }
        if (mayServeAgain(job)) {
            lane.held().rewind(job.prompt().length);
            job.spare.add(lane.held());
        } else {
            release(job, lane.held());
        }
    }

    /** Where a sequence can go back to the prompt at no cost, another branch goes on with it. */
    private boolean mayServeAgain(Job<?> job) {
        return !job.isOver() && !job.pending().isEmpty() && model.isExact();
    }

    /** Of several that hold the same prompt one is kept. */
    private void release(Job<?> job, HeldSequence held) {
        boolean sound = job.failure() == null || job.failure() instanceof CancelledException;
        if (sound && held.length() > 0 && job.running() == 0) {
            kept.keep(held);
        } else {
            held.close();
        }
    }

    private void retire(Job<?> job) {
        moved = true;
        HeldSequence stem = job.stem;
        if (stem != null) {
            job.stem = null;
            release(job, stem);
        }
        job.closeSpare();
        budget.retire(job);
        kept.shrink(budget.free());
        job.end();
    }

    /** Begins what goes on from prompts that were read, in order, while memory lasts. */
    private void beginBranches() {
        for (Job<?> job : jobs) {
            try {
                while (mayBegin(job)) {
                    begin(job, job.pending().remove());
                }
            } catch (RuntimeException | Error e) {
                job.fail(e);
                moved = true;
            }
        }
    }

    private boolean mayBegin(Job<?> job) {
        Branch branch = job.pending().peek();
        if (job.stem == null || branch == null || job.isOver()) {
            return false;
        }
        int most = branch.reads() ? model.rowsAtOnce() : WIDEST;
        return job.running() < most && budget.fitsNext(job);
    }

    private void begin(Job<?> job, Branch branch) {
        branch.begin(job.promptLogits());
        if (branch.isFinished()) {
            moved = true;
            return;
        }
        HeldSequence held = beginning(job);
        job.begun();
        budget.update(job);
        kept.shrink(budget.free());
        line.add(new Lane(job, held, branch));
    }

    /** The last branch takes the prompt's own sequence. */
    private static HeldSequence beginning(Job<?> job) {
        HeldSequence spare = job.spare.poll();
        HeldSequence stem = Objects.requireNonNull(job.stem);
        if (spare != null) {
            return spare;
        }
        if (job.pending().isEmpty()) {
            job.stem = null;
            return stem;
        }
        return stem.fork(stem.length());
    }

    /** A graph for more rows, where rows wait for each other and have enough before them. */
    private void widen() {
        int wanted = 0;
        long runs = 0;
        for (Job<?> job : jobs) {
            for (Branch branch : job.pending()) {
                wanted++;
                runs += branch.runsLeft();
            }
        }
        for (Lane lane : line) {
            wanted++;
            runs += lane.branch().runsLeft();
        }
        int rows = Math.min(WIDEST, wanted);
        if (rows > model.rowsAtOnce() && rows > widestAsked && runs >= RUNS_THAT_PAY) {
            widestAsked = rows;
            model.widen(rows);
        }
    }

    /** Lets rows guess what else to feed, where nothing that is read shares the run: that makes it long already. */
    private static void guess(List<Lane> turn) {
        int rows = turn.size();
        for (Lane lane : turn) {
            rows = lane.branch().reads() ? 0 : rows;
        }
        for (Iterator<Lane> lanes = turn.iterator(); lanes.hasNext(); ) {
            Lane lane = lanes.next();
            try {
                lane.branch().guess(rows);
            } catch (RuntimeException | Error e) {
                lane.job().fail(e);
                lanes.remove();
            }
        }
    }

    /** One run of the model, and what comes of it. */
    private void run(List<Lane> turn) {
        List<Feed> feeds = feeds(turn);
        long before = model.runtimeNanos();
        int[] lengths = new int[turn.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = turn.get(i).held().length();
        }
        Logits logits;
        running.begin(turn);
        try {
            logits = model.run(feeds);
        } catch (RuntimeException | Error e) {
            failed(turn, lengths, e);
            return;
        } finally {
            running.end();
        }
        note(turn, feeds, model.runtimeNanos() - before);
        for (int i = 0; i < feeds.size(); i++) {
            take(turn.get(i), feeds.get(i), logits, i);
        }
    }

    /** What guesses cost, by a run of steps and guesses alone. */
    private void note(List<Lane> turn, List<Feed> feeds, long nanos) {
        int guessed = 0;
        for (int i = 0; i < feeds.size(); i++) {
            int here = turn.get(i).branch().guessed();
            if (feeds.get(i).tokens().length != 1 + here || turn.get(i).branch().reads()) {
                return;
            }
            guessed += here;
        }
        costs.add(feeds.size(), guessed, nanos);
    }

    private List<Feed> feeds(List<Lane> turn) {
        int left = Scheduler.CHUNK;
        List<Feed> feeds = new ArrayList<>();
        for (Lane lane : turn) {
            int[] tokens = lane.branch().next(Math.max(1, left));
            left -= lane.branch().reads() ? tokens.length : 0;
            feeds.add(new Feed(lane.held().sequence(), tokens, lane.branch().kept(tokens.length)));
        }
        return feeds;
    }

    private void take(Lane lane, Feed feed, Logits logits, int index) {
        try {
            lane.held().fed(feed.tokens());
            lane.branch().take(logits, index);
            int surplus = lane.branch().surplus();
            if (surplus > 0) {
                lane.held().rewind(lane.held().length() - surplus);
            }
            if (lane.branch() instanceof PromptReading reading && reading.isFinished()) {
                line.remove(lane);
                goOn(lane.job(), lane.held(), reading.logits());
            } else if (lane.branch() instanceof Returning back && back.isFinished()) {
                line.remove(lane);
                line.add(new Lane(lane.job(), lane.held(), back.row()));
            }
        } catch (RuntimeException | Error e) {
            lane.job().fail(e);
        }
    }

    private void goOn(Job<?> job, HeldSequence stem, float[] logits) {
        job.stem = stem;
        job.promptRead(logits);
        for (Branch branch : job.branches()) {
            if (!branch.isFinished()) {
                job.pending().add(branch);
            }
        }
        moved = true;
    }

    /** Whoever makes a run fail must not take the others along: each is tried alone. A model that closes ends all. */
    private void failed(List<Lane> turn, int[] lengths, Throwable e) {
        for (int i = 0; i < lengths.length; i++) {
            HeldSequence held = turn.get(i).held();
            if (held.length() > lengths[i]) {
                held.rewind(lengths[i]);
            }
        }
        if (e instanceof CancelledException interrupted) {
            if (running.wasBrokenOff()) {
                return;
            }
            throw interrupted;
        }
        if (turn.size() == 1) {
            turn.get(0).job().fail(e);
        } else {
            for (Lane lane : turn) {
                lane.branch().guess(0);
                run(List.of(lane));
            }
        }
    }

    /** Breaks off the model's run where nobody wants what comes of it any more. From any thread. */
    void breakOff() {
        running.breakOff(model);
    }

    /** Ends everything with an error. */
    void endAll(Throwable why) {
        for (Lane lane : line) {
            lane.held().close();
        }
        line.clear();
        note(0);
        for (Job<?> job : jobs) {
            HeldSequence stem = job.stem;
            if (stem != null) {
                stem.close();
            }
            job.closeSpare();
            end(job, why);
        }
        jobs.clear();
        kept.close();
    }

    static void end(Job<?> job, Throwable why) {
        job.fail(why);
        job.end();
    }
}
