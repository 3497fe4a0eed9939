package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.IsothermException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may run when: work is served in order of arrival, so many at once. Thread-safe.
 *
 * <p>Sessions are kept with what they hold, and a prompt gets the one that holds the longest beginning of it: the second
 * turn of a chat computes the previous answer and the new message, nothing before. Only positions that were fed as part of
 * a prompt count, and a prompt's last two tokens are always fed, so that a text does not depend on what was kept.
 *
 * <p>Closing refuses new work, cancels what runs and waits for it to end, so that nothing native is freed under a running
 * kernel.
 */
public final class SessionPool implements AutoCloseable {
    /** The memory that idle sessions may keep unless told otherwise: 1 GiB. */
    public static final long USUAL_KEPT_BYTES = 1L << 30;

    private static final int[] NO_PROMPT = {};

    private final CausalModel model;
    private final int concurrent;
    private final long keptBytes;
    private final Semaphore turns;
    private final Set<PooledSession> running = new HashSet<>();
    private final List<PooledSession> idle = new ArrayList<>();
    private long turn;
    private boolean closed;

    /**
     * A pool over one model, with {@link #USUAL_KEPT_BYTES}.
     *
     * @param model the weights, shared by all sessions
     * @param concurrent how many sessions may run at once, ≥ 1
     */
    public SessionPool(CausalModel model, int concurrent) {
        this(model, concurrent, USUAL_KEPT_BYTES);
    }

    /**
     * A pool over one model.
     *
     * @param model the weights, shared by all sessions
     * @param concurrent how many sessions may run at once, and how many are kept, ≥ 1
     * @param keptBytes the memory that idle sessions may keep, in bytes; 0 keeps none
     */
    public SessionPool(CausalModel model, int concurrent, long keptBytes) {
        this.model = model;
        this.concurrent = Checks.atLeast("concurrent sessions", concurrent, 1);
        this.keptBytes = keptBytes;
        turns = new Semaphore(concurrent, true);
    }

    /**
     * Waits for a turn and does some work with an empty session.
     *
     * @param <T> what the work yields
     * @param work what to do; must neither keep nor close the session
     * @return what the work yields
     * @throws ClosedException when the pool is closed
     */
    public <T> T use(Function<Session, T> work) {
        return use(NO_PROMPT, work);
    }

    /**
     * Waits for a turn and does some work with a session that may hold a beginning of a prompt already, never its last two
     * tokens.
     *
     * @param <T> what the work yields
     * @param prompt the token ids the work will feed; it begins where {@link Session#length()} says
     * @param work what to do; must neither keep nor close the session
     * @return what the work yields
     * @throws ClosedException when the pool is closed
     */
    public <T> T use(int[] prompt, Function<Session, T> work) {
        awaitTurn();
        try {
            PooledSession session = begin(prompt);
            boolean whole = false;
            try {
                session.lend(prompt);
                T result = work.apply(session);
                whole = true;
                return result;
            } finally {
                end(session, whole);
            }
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IsothermException("Interrupted while waiting for the model; ask again.", e);
        }
    }

    private synchronized PooledSession begin(int[] prompt) {
        if (closed) {
            throw new ClosedException("The model");
        }
        PooledSession session = kept(prompt);
        if (session == null) {
            session = new PooledSession(model.openSession(1));
        }
        idle.remove(session);
        running.add(session);
        return session;
    }

    /** The idle session that holds most of the prompt; where none holds any, none unless their number is reached. */
    private @Nullable PooledSession kept(int[] prompt) {
        PooledSession best = idle.stream()
                .max(Comparator.comparingInt((PooledSession one) -> one.reusable(prompt))
                        .thenComparing(
                                Comparator.comparingLong(PooledSession::turn).reversed()))
                .orElse(null);
        boolean mayOpen = running.size() + idle.size() < concurrent;
        return best == null || (mayOpen && best.reusable(prompt) == 0) ? null : best;
    }

    private synchronized void end(PooledSession session, boolean whole) {
        running.remove(session);
        boolean fit = session.giveBack(turn++) && whole && !closed;
        if (fit) {
            idle.add(session);
            dropBeyondBudget();
        } else {
            session.close();
        }
    }

    /** The longest unused go first. */
    private void dropBeyondBudget() {
        long bytes = idle.stream().mapToLong(Session::bytes).sum();
        while (!idle.isEmpty() && (bytes > keptBytes || keptBytes == 0)) {
            PooledSession oldest = idle.remove(0);
            bytes -= oldest.bytes();
            oldest.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running.forEach(Session::cancel);
            idle.forEach(Session::close);
            idle.clear();
        }
        turns.acquireUninterruptibly(concurrent);
        turns.release(concurrent);
    }
}
