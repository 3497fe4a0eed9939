package io.github.isotherm.chat;

import io.github.isotherm.generate.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops what is done for a request before its answer when the request is cancelled or its time is over. To be closed when that is
 * done; then it stops nothing any more.
 */
final class Deadline implements AutoCloseable {
    private final Cancellation request;
    private final Cancellation work = new Cancellation();
    private final Runnable stop = work::cancel;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /**
     * Begins to wait.
     *
     * @param request stops the work, too
     * @param timeout from when the request was asked for, or null for none
     * @param submitted when that was, as {@link System#nanoTime} says
     */
    Deadline(Cancellation request, @Nullable Duration timeout, long submitted) {
        this.request = request;
        request.onCancel(stop);
        if (timeout != null) {
            CompletableFuture<Void> unused = over.thenRun(stop);
            over.completeOnTimeout(null, timeout.toNanos() - (System.nanoTime() - submitted), TimeUnit.NANOSECONDS);
        }
    }

    /** What the work is told to stop by. */
    Cancellation cancellation() {
        return work;
    }

    /** Whether the time was over before this was closed. */
    boolean isOver() {
        return over.isDone() && !over.isCancelled();
    }

    @Override
    public void close() {
        over.cancel(false);
        request.forget(stop);
    }
}
