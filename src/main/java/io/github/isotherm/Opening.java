package io.github.isotherm;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens a model on a thread of its own: nothing stops the native code that reads a graph, but whoever waits for it can leave.
 * What was opened in vain is closed by that thread.
 */
final class Opening {
    private final Path place;
    /** Gives the parts, or throws. */
    private final CompletableFuture<Supplier<ModelParts>> outcome = new CompletableFuture<>();

    private Opening(Path place) {
        this.place = place;
    }

    /**
     * Opens, and waits for it.
     *
     * @param place what is opened, for messages
     * @param limit how long to wait, or null: until it is open
     * @param opening what opens it; runs with the caller's context class loader
     * @return what it opened
     * @throws ModelException when it is not open in time
     * @throws CancelledException when the thread is interrupted, which it stays
     */
    static ModelParts within(@Nullable Duration limit, Path place, Supplier<ModelParts> opening) {
        Opening one = new Opening(place);
        Thread thread = new Thread(() -> one.run(opening), "isotherm-opening");
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return one.await(limit);
    }

    private void run(Supplier<ModelParts> opening) {
        try {
            ModelParts opened = opening.get();
            if (!outcome.complete(() -> opened)) {
                opened.close();
            }
        } catch (RuntimeException | Error e) {
            outcome.complete(() -> {
                throw e;
            });
        }
    }

    private ModelParts await(@Nullable Duration limit) {
        try {
            return (limit == null ? outcome.get() : outcome.get(nanos(limit), TimeUnit.NANOSECONDS)).get();
        } catch (TimeoutException e) {
            return leave(new ModelException(place + " is not open after "
                    + Objects.requireNonNull(limit).toMillis()
                    + " ms; allow more time for opening, or open another graph."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return leave(new CancelledException("Opening " + place + " was interrupted."));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long nanos(Duration limit) {
        try {
            return limit.toNanos();
        } catch (ArithmeticException e) { // 292 years
            return Long.MAX_VALUE;
        }
    }

    /** Unless it is open in this very moment. */
    private ModelParts leave(RuntimeException reason) {
        outcome.complete(() -> {
            throw reason;
        });
        return outcome.join().get();
    }
}
