package io.github.isotherm.generate;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a ticket has to tell, on its way from the scheduler's thread to whoever receives it: bounded, so that a receiver
 * that is slow or blocked stops its own rows and nothing else. Thread-safe.
 */
final class Mailbox {
    /** Events that may wait; the rows of the ticket rest while there are more. */
    private static final int ROOM = 256;

    private final Deque<Runnable> events = new ArrayDeque<>();
    private final Runnable roomMade;
    private Runnable arrived = () -> {};
    private boolean ended;
    private boolean dropping;

    /**
     * An empty one.
     *
     * @param roomMade told when one that was full has room again; must not block
     */
    Mailbox(Runnable roomMade) {
        this.roomMade = roomMade;
    }

    /** Told, from any thread, when there is something to receive. */
    void onArrival(Runnable action) {
        synchronized (this) {
            arrived = action;
        }
        action.run();
    }

    void add(Runnable event) {
        Runnable tell;
        synchronized (this) {
            if (dropping) {
                return;
            }
            events.addLast(event);
            tell = arrived;
            notifyAll();
        }
        tell.run();
    }

    /** Nothing will follow. */
    void end() {
        Runnable tell;
        synchronized (this) {
            ended = true;
            tell = arrived;
            notifyAll();
        }
        tell.run();
    }

    /** Forgets what has not been received, and all that follows. */
    synchronized void drop() {
        dropping = true;
        events.clear();
        notifyAll();
    }

    synchronized boolean isFull() {
        return events.size() >= ROOM;
    }

    /** Whether everything has been received. */
    synchronized boolean isOver() {
        return ended && events.isEmpty();
    }

    /** Receives one event, or null while there is none. */
    @org.jspecify.annotations.Nullable
    Runnable poll() {
        Runnable event;
        boolean wasFull;
        synchronized (this) {
            wasFull = events.size() == ROOM;
            event = events.pollFirst();
        }
        if (wasFull) {
            roomMade.run();
        }
        return event;
    }

    /** Waits until there is an event, or nothing will follow. */
    synchronized void await() throws InterruptedException {
        while (events.isEmpty() && !ended) {
            wait();
        }
    }
}
