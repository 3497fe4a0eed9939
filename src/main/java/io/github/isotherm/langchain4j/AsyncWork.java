package io.github.isotherm.langchain4j;

import io.github.isotherm.generate.Cancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Futures that stop the model when they are cancelled. */
final class AsyncWork {
    private AsyncWork() {}

    /** Work that holds a thread of the adapter's while it runs. */
    static <T> CompletableFuture<T> submit(ChatEngine engine, Function<Cancellation, T> work) {
        return start(engine, cancellation -> CompletableFuture.completedFuture(work.apply(cancellation)));
    }

    /** Work that begins on a thread of the adapter's and goes on without one. */
    static <T> CompletableFuture<T> start(ChatEngine engine, Function<Cancellation, CompletableFuture<T>> work) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<T> future = cancelling(cancellation);
        engine.execute(() -> {
            if (future.isDone()) {
                return;
            }
            try {
                CompletableFuture<?> unused =
                        work.apply(cancellation).whenComplete((result, failure) -> pass(result, failure, future));
            } catch (Throwable e) {
                future.completeExceptionally(Failures.translated(e));
            }
        });
        return future;
    }

    private static <T> void pass(T result, @Nullable Throwable failure, CompletableFuture<T> future) {
        if (failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(Failures.translated(cause(failure)));
        }
    }

    /** What failed, without the wrapping of futures. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static <T> CompletableFuture<T> cancelling(Cancellation cancellation) {
        return new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                cancellation.cancel();
                return super.cancel(mayInterrupt);
            }
        };
    }
}
