package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.IsothermException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Who may run when: work is served in order of arrival, so many at once. Thread-safe.
 *
 * <p>Closing refuses new work, cancels what runs and waits for it to end, so that nothing native is freed under a running
 * kernel.
 */
public final class SessionPool implements AutoCloseable {
    private final CausalModel model;
    private final int concurrent;
    private final Semaphore turns;
    private final Set<Session> running = new HashSet<>();
    private boolean closed;

    /**
     * A pool over one model.
     *
     * @param model the weights, shared by all sessions
     * @param concurrent how many sessions may run at once, ≥ 1
     */
    public SessionPool(CausalModel model, int concurrent) {
        this.model = model;
        this.concurrent = Checks.atLeast("concurrent sessions", concurrent, 1);
        turns = new Semaphore(concurrent, true);
    }

    /**
     * Waits for a turn and does some work with a fresh session, which is closed afterwards.
     *
     * @param <T> what the work yields
     * @param work what to do; must not keep the session
     * @return what the work yields
     * @throws ClosedException when the pool is closed
     */
    public <T> T use(Function<Session, T> work) {
        awaitTurn();
        try {
            Session session = begin();
            try {
                return work.apply(session);
            } finally {
                end(session);
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

    private synchronized Session begin() {
        if (closed) {
            throw new ClosedException("The model");
        }
        Session session = model.openSession(1);
        running.add(session);
        return session;
    }

    private synchronized void end(Session session) {
        running.remove(session);
        session.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running.forEach(Session::cancel);
        }
        turns.acquireUninterruptibly(concurrent);
        turns.release(concurrent);
    }
}
