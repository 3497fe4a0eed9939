package io.github.isotherm.langchain4j;

import io.github.isotherm.generate.Cancellation;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Work on a worker thread whose future, when cancelled, stops the model. */
final class AsyncWork {
    private AsyncWork() {}

    static <T> CompletableFuture<T> submit(ChatEngine engine, Function<Cancellation, T> work) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<T> future = cancelling(cancellation);
        engine.execute(() -> {
            if (future.isDone()) {
                return;
            }
            try {
                future.complete(work.apply(cancellation));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
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
