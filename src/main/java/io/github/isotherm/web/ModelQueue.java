package io.github.isotherm.web;

import io.github.isotherm.error.Sentence;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Who may use the model: one at a time in order of arrival, few waiting, none for long. Thread-safe. */
final class ModelQueue {
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mostWaiting;
    private final long mostMillis;

    ModelQueue(int mostWaiting, long mostMillis) {
        this.mostWaiting = mostWaiting;
        this.mostMillis = mostMillis;
    }

    /** Waits for a turn, to be ended by {@link #leave()}, on whichever thread. */
    void enter() {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            throw new RefusedException(
                    429,
                    Sentence.of(
                            "busy.queue",
                            "The model has {waiting} requests waiting already; ask again in a moment.",
                            "waiting",
                            mostWaiting));
        }
        try {
            if (!turn.tryAcquire(mostMillis, TimeUnit.MILLISECONDS)) {
                throw new RefusedException(
                        503,
                        Sentence.of("busy.turn", "The model is busy with a longer request; ask again in a moment."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(503, Sentence.of("busy.closing", "The server is closing; start it again."));
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Does some work when its turn has come. */
    <T> T inTurn(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    void leave() {
        turn.release();
    }

    boolean hasWaiting() {
        return turn.hasQueuedThreads();
    }

    boolean isIdle() {
        return turn.availablePermits() == 1;
    }
}
