package io.github.isotherm.generate;

import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one door to a model, and the one loop. Thread-safe.
 *
 * <p>One thread runs the model; everybody else hands in a ticket and receives its events on a thread of their own, so that a
 * receiver that is slow, blocked, or asks the model something itself holds nobody up. Every run is a list of feeds: a token
 * for each row that decodes and guesses of the next ({@link Drafting}), a chunk of a prompt, a text to score. Between runs,
 * requests are let in in order of arrival while the memory for their state lasts, and those that were cancelled or have had
 * their time end. A prompt that several rows go on from is read once. Sequences are kept when their requests are over, and a
 * prompt that begins like one of them feeds only what differs.
 *
 * <p>From inside a logits processor, which runs on the model's own thread, the model cannot be asked anything.
 */
public final class Scheduler implements AutoCloseable {
    /** Ids read in a run, all sequences together: a run of more is no quicker a token, see decisions/scheduler.md. */
    public static final int CHUNK = 128;

    private final CausalModel model;
    private final Row.Surroundings surroundings;
    private final SchedulerOptions options;
    private final StateBudget budget;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job<?>> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean woken;
    private boolean closing;
    private boolean busy;

    /** Belongs to the scheduler's thread. */
    private final Rounds rounds;

    /** As it was when that thread last looked; its own. */
    private boolean somebodyWaits;

    /**
     * A door to one model.
     *
     * @param model predicts; asked by nobody else from now on
     * @param codec makes text of tokens, or null where the model has no tokenizer: completions then have no text
     * @param vocabulary the texts of the ids, or null
     * @param nanoTime the clock, in nanoseconds, as {@link System#nanoTime()}
     * @param options how much it takes on
     */
    public Scheduler(
            CausalModel model,
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            LongSupplier nanoTime,
            SchedulerOptions options) {
        this.model = model;
        this.options = options;
        budget = new StateBudget(model, options.stateBytesUsed());
        SpareCandidates spare = new SpareCandidates(model.vocabularySize());
        boolean drafts = options.drafting() != Drafting.OFF && model.isExact();
        RunCosts costs = new RunCosts();
        surroundings = new Row.Surroundings(
                spare,
                model.contextLength(),
                codec,
                vocabulary,
                options.forcedRuns() && model.isExact(),
                drafts ? new RowDrafts.Surroundings(options.drafting(), costs, model.vocabularySize()) : null,
                nanoTime);
        rounds = new Rounds(model, budget, costs, options.kept());
    }

    /**
     * Asks for a completion.
     *
     * @param request what to complete, and how
     * @param listener follows it where the ticket is received
     * @param cancellation stops it within one run, while it waits and while its prompt is read too
     * @return a ticket for what {@link #generate} gives
     */
    public Ticket<ForkedCompletions> generate(
            GenerationRequest request, GenerationListener listener, Cancellation cancellation) {
        return generate(List.of(request), row -> listener, cancellation);
    }

    /**
     * Asks for several completions of one prompt, which is read once.
     *
     * @param requests at least one, all of the same prompt
     * @param listeners follow the row of an index where the ticket is received
     * @param cancellation stops them all within one run
     * @return a ticket; cancelled completions hold what was received until then, or what was generated where nobody follows any
     * @throws ContextLengthException when the prompt leaves no room in the context
     * @throws StateMemoryException when it can never have the memory it needs
     * @throws BusyException when too many wait already
     * @throws ClosedException when the model is closed
     */
    public Ticket<ForkedCompletions> generate(
            List<GenerationRequest> requests, IntFunction<GenerationListener> listeners, Cancellation cancellation) {
        Checks.atLeast("completions to generate", requests.size(), 1);
        if (requests.size() == 1 && requests.get(0).maxTokens() == GenerationRequest.UNBOUNDED) {
            return unbounded(requests.get(0), listeners, cancellation);
        }
        int[] prompt = requests.get(0).prompt().toArray();
        int most = 0;
        for (GenerationRequest request : requests) {
            most = Math.max(most, mostTokens(request));
        }
        Mailbox mailbox = new Mailbox(this::wake);
        return submit(new GenerationJob(prompt, mailbox, rows(requests, listeners, mailbox), most), cancellation);
    }

    /** As long as the context and the memory let it become, which is set aside as it grows. */
    private Ticket<ForkedCompletions> unbounded(
            GenerationRequest request, IntFunction<GenerationListener> listeners, Cancellation cancellation) {
        int[] prompt = request.prompt().toArray();
        int most = budget.mostTokens(prompt.length, mostTokens(request));
        List<GenerationRequest> bounded = List.of(request.withMaxTokens(most - prompt.length + 1));
        Mailbox mailbox = new Mailbox(this::wake);
        GenerationJob job = new GenerationJob(prompt, mailbox, rows(bounded, listeners, mailbox), most);
        job.grow(prompt.length + Growth.STEP);
        return submit(job, cancellation);
    }

    private List<Row> rows(
            List<GenerationRequest> requests, IntFunction<GenerationListener> listeners, Mailbox mailbox) {
        long now = surroundings.nanoTime().getAsLong();
        boolean followed = false;
        List<GenerationListener> followers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            followers.add(listeners.apply(i));
            followed |= followers.get(i) != GenerationListener.NONE;
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            rows.add(new Row(requests.get(i), surroundings, followers.get(i), followed ? mailbox : null, now));
        }
        return rows;
    }

    /** The last token is never fed. */
    private int mostTokens(GenerationRequest request) {
        if (request.prompt().size() >= model.contextLength()) {
            throw new ContextLengthException(request.prompt().size(), model.contextLength());
        }
        long fed = (long) request.prompt().size() + request.maxTokens() - 1;
        return (int) Math.min(fed, model.contextLength());
    }

    /**
     * Asks for the logits after a prompt, and inside texts that go on from it.
     *
     * @param prompt at least one id
     * @param texts the ids of each, none empty
     * @param cancellation stops it within one run
     * @return a ticket
     * @throws ContextLengthException when prompt and text are longer than the context
     * @throws StateMemoryException when it can never have the memory it needs
     * @throws BusyException when too many wait already
     * @throws ClosedException when the model is closed
     */
    public Ticket<ScoredPrompt> score(int[] prompt, List<int[]> texts, Cancellation cancellation) {
        refuseMoreLogitsThanFit(texts);
        return read(
                prompt,
                texts,
                ids -> new ScoredText(ids, model.vocabularySize()),
                (logits, read) -> new ScoredPrompt(
                        logits, read.stream().map(ScoredText::logits).toArray(float[][][]::new)),
                () -> {},
                cancellation);
    }

    /** All of them are in memory at once: at most half of it. */
    private void refuseMoreLogitsThanFit(List<int[]> texts) {
        long tokens = texts.stream().mapToLong(text -> text.length - 1).sum();
        long bytes = tokens * model.vocabularySize() * Float.BYTES;
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (bytes > most) {
            throw new InvalidValueException(Sentence.of(
                    "memory.logits",
                    "The texts to score have {tokens} tokens behind their first, whose logits take {needed} MB, but half of Java's"
                            + " memory is {most} MB; score fewer or shorter texts at once, or give Java more with -Xmx.",
                    "tokens",
                    tokens,
                    "needed",
                    bytes >> 20,
                    "most",
                    most >> 20));
        }
    }

    /**
     * Asks how probable the tokens of texts are that go on from a prompt. Keeps a number a token, whatever the vocabulary.
     *
     * @param prompt at least one id
     * @param texts the ids of each, none empty
     * @param cancellation stops it within one run
     * @return a ticket of, for each text, ln p of each of its tokens after the prompt and the tokens before it, in nats
     * @throws ContextLengthException when prompt and text are longer than the context
     * @throws StateMemoryException when it can never have the memory it needs
     * @throws BusyException when too many wait already
     * @throws ClosedException when the model is closed
     */
    public Ticket<List<List<Double>>> logprobs(int[] prompt, List<int[]> texts, Cancellation cancellation) {
        return read(
                prompt,
                texts,
                text -> new RankedText(text, 0, surroundings.spare()),
                (logits, read) -> read.stream().map(RankedText::logprobs).toList(),
                () -> {},
                cancellation);
    }

    /**
     * Asks how probable each token of a text is after those before it, and which were the most probable ones there. Keeps some
     * numbers a token, whatever the vocabulary; the numbers are those of a completion's {@link
     * io.github.isotherm.sampling.StepTrace}, to the bit where {@link CausalModel#isExact()}.
     *
     * @param ids at least two; nothing stands before the first, so it is not scored
     * @param top how many of the most probable tokens to tell, ≥ 0
     * @param admitted told where the ticket is received, when the model begins with it
     * @param cancellation stops it within one run
     * @return a ticket of one score a token, from the second on
     * @throws ContextLengthException when the ids are longer than the context and one more
     * @throws StateMemoryException when it can never have the memory it needs
     * @throws BusyException when too many wait already
     * @throws ClosedException when the model is closed
     */
    public Ticket<List<TokenScore>> scores(int[] ids, int top, Runnable admitted, Cancellation cancellation) {
        Checks.atLeast("tokens to score", ids.length, 2);
        Checks.atLeast("the number of logprobs", top, 0);
        return read(
                Arrays.copyOf(ids, 1),
                List.of(Arrays.copyOfRange(ids, 1, ids.length)),
                text -> new RankedText(text, top, surroundings.spare()),
                (logits, read) -> read.get(0).scores(),
                admitted,
                cancellation);
    }

    private <B extends FedText, T> Ticket<T> read(
            int[] prompt,
            List<int[]> texts,
            Function<int[], B> text,
            BiFunction<float[], List<B>, T> result,
            Runnable admitted,
            Cancellation cancellation) {
        Checks.atLeast("tokens of the prompt", prompt.length, 1);
        int longest = 0;
        List<B> read = new ArrayList<>(texts.size());
        for (int[] ids : texts) {
            longest = Math.max(longest, ids.length - 1);
            read.add(text.apply(ids));
        }
        if (prompt.length + (long) longest > model.contextLength()) {
            throw new ContextLengthException(prompt.length + longest, model.contextLength());
        }
        Mailbox mailbox = new Mailbox(this::wake);
        return submit(
                new ScoringJob<>(prompt.clone(), mailbox, read, prompt.length + longest, admitted, result),
                cancellation);
    }

    private <T> Ticket<T> submit(Job<T> job, Cancellation cancellation) {
        refuseTooLarge(job);
        Runnable cancel = () -> cancel(job);
        lock.lock();
        try {
            refuseInsideProcessor();
            if (closing) {
                throw new ClosedException("The model");
            }
            if (waiting.size() > options.waiting()) {
                throw new BusyException(waiting.size());
            }
            waiting.addLast(job);
            start();
            wake();
            // Before the loop can take the job: else a cancellation may find it done.
            return new Ticket<>(job, cancel, cancellation, this::refuseWaitingInside);
        } finally {
            lock.unlock();
        }
    }

    private void refuseWaitingInside() {
        lock.lock();
        try {
            refuseInsideProcessor();
        } finally {
            lock.unlock();
        }
    }

    private void refuseInsideProcessor() {
        if (Thread.currentThread() == thread) {
            throw new IsothermException(Sentence.of(
                    "model.inside-processor",
                    "The model was asked from inside a logits processor, which runs on the model's own thread and would"
                            + " wait for itself; ask before the generation, or on another model."));
        }
    }

    private void refuseTooLarge(Job<?> job) {
        long least = budget.least(job);
        if (least > budget.bytes()) {
            throw new StateMemoryException(job.mostTokens(), job.branches().size() > 1 ? 2 : 1, least, budget.bytes());
        }
    }

    private void start() {
        if (thread == null) {
            thread = new Thread(this::serve, "isotherm-model");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has not been let in ends at once; what runs ends between two runs, or in one that feeds nothing else. */
    private void cancel(Job<?> job) {
        job.cancel();
        boolean waited;
        lock.lock();
        try {
            waited = waiting.remove(job);
        } finally {
            lock.unlock();
        }
        if (waited) {
            job.cancelBranches();
            job.end();
        } else {
            wake();
            rounds.breakOff();
        }
    }

    /**
     * Whether nobody waits for the model or uses it.
     *
     * @return true when nothing is asked of it
     */
    public boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && !busy;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What it has to do and has done, as it is now.
     *
     * @return the figures
     */
    public ModelLoad load() {
        lock.lock();
        try {
            return rounds.load(waiting.size());
        } finally {
            lock.unlock();
        }
    }

    /** The loop. */
    private void serve() {
        Throwable why = null;
        try {
            while (awaitWork()) {
                if (somebodyWaits) {
                    endOverdue();
                    letIn();
                }
                rounds.next();
            }
        } catch (Throwable e) { // whatever it is, nobody may wait for ever
            why = e;
        }
        endAll(why);
    }

    /** Sleeps while there is nothing to do; false when the model is closed. */
    private boolean awaitWork() {
        boolean open = true;
        lock.lock();
        try {
            long left = Long.MAX_VALUE;
            while (!closing && !woken && !rounds.isDue() && left > 0) {
                busy = !rounds.isEmpty();
                left = nanosLeft();
                changed.await(left, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            // Whatever a processor meant by it, the model's thread goes on.
        } finally {
            busy = true;
            woken = false;
            somebodyWaits = !waiting.isEmpty();
            open = !closing;
            lock.unlock();
        }
        return open;
    }

    private long nanosLeft() {
        return Math.min(Rounds.nanosLeft(waiting), rounds.nanosLeft());
    }

    private void endOverdue() {
        List<Job<?>> over = new ArrayList<>();
        lock.lock();
        try {
            for (Job<?> job : waiting) {
                job.endOverdue();
                if (job.isOver()) {
                    over.add(job);
                }
            }
            waiting.removeAll(over);
        } finally {
            lock.unlock();
        }
        for (Job<?> job : over) {
            job.end();
        }
    }

    /** Lets requests in, in order of arrival, while their memory lasts. */
    private void letIn() {
        for (Job<?> job = firstThatFits(); job != null; job = firstThatFits()) {
            rounds.letIn(job);
        }
    }

    private @Nullable Job<?> firstThatFits() {
        lock.lock();
        try {
            Job<?> job = waiting.peekFirst();
            return job != null && rounds.fits(job) ? waiting.pollFirst() : null;
        } finally {
            lock.unlock();
        }
    }

    private void endAll(@Nullable Throwable broken) {
        List<Job<?>> refused;
        Throwable why;
        lock.lock();
        try {
            why = broken == null || closing ? new ClosedException("The model") : broken;
            closing = true;
            refused = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        rounds.endAll(why);
        for (Job<?> job : refused) {
            Rounds.end(job, why);
        }
    }

    /**
     * Refuses new work, ends what waits and what runs with a {@link ClosedException}, and waits until the model is not used
     * any more; receivers are not waited for. From inside a logits processor it returns at once, and what runs ends when the
     * processor returns.
     */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null && running != Thread.currentThread()) {
            model.interrupt();
            awaitEnd(running);
        }
    }

    private static void awaitEnd(Thread running) {
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
