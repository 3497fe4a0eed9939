package io.github.isotherm.batch;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What rows are answered by. */
interface RowAnswers {
    /**
     * Answers a row, without holding a thread while the model works.
     *
     * @param row which
     * @param temperatures at which; null for none of the batch's
     * @param cancellation stops it
     * @return an answer each, which may tell of an error; fails where the row is to be answered another time
     */
    CompletableFuture<List<BatchAnswer>> answer(
            BatchRow row, List<@Nullable Double> temperatures, Cancellation cancellation);
}
