package io.github.isotherm.generate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one ticket asks of the model: a prompt to be read, and branches that go on from it. Owned by the scheduler's thread,
 * but for what is said to be the receiver's.
 *
 * @param <T> what it comes to
 */
abstract class Job<T> {
    private final int[] prompt;
    private final Mailbox mailbox;
    private final int mostTokens;
    private float[] promptLogits = {};
    private final Deque<Branch> pending = new ArrayDeque<>();
    private volatile boolean cancelled;
    private volatile @Nullable Throwable failure;
    private boolean ended;
    private int running;
    private int reserved;
    private boolean growing;

    /** The memory that is set aside for it, whether it is used already or not. */
    long granted;

    /** Sequences that hold the prompt and nothing else, left by branches that are over. */
    final Deque<HeldSequence> spare = new ArrayDeque<>();

    /** What it goes on from, until the last branch takes it. */
    @Nullable
    HeldSequence stem;

    /**
     * A job that waits.
     *
     * @param mostTokens the most that one sequence of it holds
     */
    Job(int[] prompt, Mailbox mailbox, int mostTokens) {
        this.prompt = prompt;
        this.mailbox = mailbox;
        this.mostTokens = mostTokens;
        reserved = mostTokens;
    }

    /** From now on its memory is set aside as it grows. */
    void grow(int tokens) {
        growing = true;
        reserved = Math.min(tokens, mostTokens);
    }

    /** Whether nobody has bounded it, so that memory for its longest is not set aside at once. */
    boolean isGrowing() {
        return growing;
    }

    /** The tokens of one sequence that memory is set aside for, at most {@link #mostTokens}. */
    int reservedTokens() {
        return reserved;
    }

    int[] prompt() {
        return prompt;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** What goes on from the prompt, in order. */
    abstract List<? extends Branch> branches();

    /** The most tokens that one sequence of it holds. */
    int mostTokens() {
        return mostTokens;
    }

    /** The time left, in nanoseconds; negative when it is over. */
    abstract long nanosLeft();

    /** Told when it is let in. */
    void admitted() {}

    /** Notes what the model says after the prompt. */
    void promptRead(float[] logits) {
        promptLogits = logits;
    }

    /** {@code [vocabulary]}, empty before the prompt is read. */
    float[] promptLogits() {
        return promptLogits;
    }

    /** Ends what has had its time, or is not wanted any more. */
    abstract void endOverdue();

    /** Ends all branches that have not ended. */
    abstract void cancelBranches();

    /** On the receiver's thread, when everything was received. */
    abstract T result();

    /** Asks for its end, from any thread; what has not been received then never is. */
    void cancel() {
        cancelled = true;
        mailbox.drop();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Why it has no result, null where it has one. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    void fail(Throwable e) {
        failure = e;
        mailbox.drop();
    }

    /** Whether it is over, one way or another: nobody has to feed anything for it. */
    boolean isOver() {
        return failure != null || areFinished();
    }

    private boolean areFinished() {
        for (Branch branch : branches()) {
            if (!branch.isFinished()) {
                return false;
            }
        }
        return true;
    }

    void closeSpare() {
        for (HeldSequence held : spare) {
            held.close();
        }
    }

    Deque<Branch> pending() {
        return pending;
    }

    int running() {
        return running;
    }

    void begun() {
        running++;
    }

    void finished() {
        running--;
    }

    /** Tells the receiver, once. */
    void end() {
        if (!ended) {
            ended = true;
            mailbox.end();
        }
    }
}
