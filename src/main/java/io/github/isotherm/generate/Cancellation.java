package io.github.isotherm.generate;

import io.github.isotherm.error.CancelledException;
import java.util.ArrayList;
import java.util.List;

/** A switch that stops work on another thread. It is flipped once and stays so. Thread-safe. */
public final class Cancellation {
    private boolean cancelled;
    private final List<Runnable> actions = new ArrayList<>();

    /** A switch that is off. */
    public Cancellation() {}

    /** Asks the work to stop; asking again changes nothing. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
        }
        RuntimeException failure = null;
        for (Runnable action : due) {
            try {
                action.run();
            } catch (RuntimeException e) { // the others stop their work all the same
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Whether the work was asked to stop.
     *
     * @return true from the first {@link #cancel()} on
     */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * A place where long work may be stopped.
     *
     * @throws CancelledException when the work was asked to stop
     */
    public void check() {
        if (isCancelled()) {
            throw new CancelledException();
        }
    }

    /**
     * Has an action run when the switch is flipped, at once if it was already.
     *
     * @param action must not block
     */
    public void onCancel(Runnable action) {
        boolean now;
        synchronized (this) {
            now = cancelled;
            if (!now) {
                actions.add(action);
            }
        }
        if (now) {
            action.run();
        }
    }

    /**
     * Has an action not run any more.
     *
     * @param action given to {@link #onCancel}
     */
    public synchronized void forget(Runnable action) {
        actions.remove(action);
    }
}
