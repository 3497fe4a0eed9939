package io.github.isotherm.spark;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/** Waiting inside a task that may be killed: Spark interrupts its thread only where it was told to, and sets a sign always. */
final class TaskEnd {
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final @Nullable TaskContext context = TaskContext.get();
    private final Cancellation cancellation;

    TaskEnd(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /**
     * Waits for a permit, a while.
     *
     * @return whether there was one
     * @throws CancelledException when the task is killed; what it asked for is then stopped
     */
    boolean acquires(Semaphore permits) {
        try {
            boolean isThere = permits.tryAcquire(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
            if (context != null && context.isInterrupted()) {
                throw stopped();
            }
            return isThere;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    private CancelledException stopped() {
        cancellation.cancel();
        return new CancelledException();
    }
}
