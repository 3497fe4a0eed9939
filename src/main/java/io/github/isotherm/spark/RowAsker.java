package io.github.isotherm.spark;

import io.github.isotherm.generate.Cancellation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the model of this JVM about rows as tables have them. */
@FunctionalInterface
interface RowAsker {
    /**
     * Asks about one row.
     *
     * @return the answer, later; never thrown
     */
    CompletableFuture<RowAnswer> ask(@Nullable Object id, @Nullable String text, Cancellation cancellation);
}
