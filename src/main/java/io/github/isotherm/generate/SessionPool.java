package io.github.isotherm.generate;

import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.StateMemoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may run when, with how much memory: work is served in order of arrival, so many at once. Thread-safe.
 *
 * <p>Work says how much state it may use and waits until so much is free; rows of a batch get what is left, at least the
 * fewest they need. Idle sessions count, and go first, the longest unused before the others.
 *
 * <p>Sessions are kept with what they hold, and a prompt gets the one that holds the longest beginning of it: the second
 * turn of a chat computes the previous answer and the new message, nothing before. Only positions that were fed as part of
 * a prompt count, and a prompt's last two tokens are always fed, so that a text does not depend on what was kept.
 *
 * <p>Closing refuses new work, cancels what runs and waits for it to end, so that nothing native is freed under a running
 * kernel.
 */
public final class SessionPool implements AutoCloseable {
    private final CausalModel model;
    private final int concurrent;
    private final long budget;
    private final Deque<Object> waiting = new ArrayDeque<>();
    /** What runs, with the bytes it may use. */
    private final Map<PooledSession, Long> running = new HashMap<>();

    private final List<PooledSession> idle = new ArrayList<>();
    private long turn;
    private boolean closed;

    /**
     * A pool over one model.
     *
     * @param model the weights, shared by all sessions
     * @param options how many at once, and how much memory
     */
    public SessionPool(CausalModel model, PoolOptions options) {
        this.model = model;
        concurrent = options.sessions();
        budget = options.stateBytesUsed();
    }

    /**
     * Waits for a turn and does some work with a session that may hold a beginning of a prompt already, never its last two
     * tokens.
     *
     * @param <T> what the work yields
     * @param prompt the token ids the work will feed; it begins where {@link Session#length()} says
     * @param demand the most state the work uses
     * @param work what to do; must neither keep nor close the session
     * @return what the work yields
     * @throws ClosedException when the pool is closed
     * @throws StateMemoryException when the demand is more than the pool may ever use
     */
    public <T> T use(int[] prompt, StateDemand demand, Function<Session, T> work) {
        refuseTooLarge(demand);
        PooledSession session = begin(prompt, demand);
        boolean whole = false;
        try {
            session.lend(prompt);
            T result = work.apply(session);
            whole = true;
            return result;
        } finally {
            end(session, whole);
        }
    }

    private void refuseTooLarge(StateDemand demand) {
        long own = model.stateBytes(1, demand.tokens());
        if (own > budget) {
            throw new StateMemoryException(demand.tokens(), 1, own, budget);
        }
        long least = own + demand.rowBytes(model, demand.leastRows());
        if (least > budget) {
            throw new StateMemoryException(demand.rowTokens(), demand.leastRows() + 1, least, budget);
        }
    }

    private synchronized PooledSession begin(int[] prompt, StateDemand demand) {
        awaitTurn(model.stateBytes(1, demand.tokens()) + demand.rowBytes(model, demand.leastRows()));
        PooledSession session = kept(prompt);
        if (session != null && demand.rowBytes(model, demand.leastRows()) > free() - own(session, demand)) {
            idle.remove(session);
            session.close();
            session = null;
        }
        if (session == null) {
            makeRoom(model.stateBytes(1, demand.tokens()));
            session = new PooledSession(model.openSession(1));
        }
        idle.remove(session);
        long own = own(session, demand);
        int rows = rowsThatFit(demand, free() - own);
        long granted = own + demand.rowBytes(model, rows);
        makeRoom(granted);
        session.allow(demand, rows);
        running.put(session, granted);
        return session;
    }

    /** Until it is the first that waits, a place is free, and so is the memory. */
    private void awaitTurn(long bytes) {
        Object ticket = new Object();
        waiting.addLast(ticket);
        try {
            while (!closed && (waiting.peekFirst() != ticket || running.size() == concurrent || free() < bytes)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IsothermException("Interrupted while waiting for the model; ask again.", e);
        } finally {
            waiting.remove(ticket);
            notifyAll();
        }
        if (closed) {
            throw new ClosedException("The model");
        }
    }

    /** The memory that running work leaves; idle sessions are in it. */
    private long free() {
        return budget - running.values().stream().mapToLong(bytes -> bytes).sum();
    }

    /** A session that was longer once has room for that. */
    private long own(PooledSession session, StateDemand demand) {
        return Math.max(session.bytes(), model.stateBytes(1, demand.tokens()));
    }

    private int rowsThatFit(StateDemand demand, long bytes) {
        int rows = demand.rows();
        while (rows > demand.leastRows() && demand.rowBytes(model, rows) > bytes) {
            rows--;
        }
        return rows;
    }

    /** Drops the longest unused until so much is free beside the idle ones. */
    private void makeRoom(long bytes) {
        long kept = idle.stream().mapToLong(Session::bytes).sum();
        while (!idle.isEmpty() && kept + bytes > free()) {
            PooledSession oldest = idle.remove(0);
            kept -= oldest.bytes();
            oldest.close();
        }
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
            makeRoom(0);
        } else {
            session.close();
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            running.keySet().forEach(Session::cancel);
            idle.forEach(Session::close);
            idle.clear();
            notifyAll();
        }
        boolean interrupted = false;
        while (!running.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
