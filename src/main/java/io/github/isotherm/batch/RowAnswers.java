package io.github.isotherm.batch;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchRow;
import java.util.concurrent.CompletableFuture;

/** What rows are answered by. */
interface RowAnswers {
    /**
     * Answers a row, without holding a thread while the model works.
     *
     * @param row understood
     * @param cancellation stops it
     * @return the answer, which may tell of an error; fails where the row is to be answered another time
     */
    CompletableFuture<BatchAnswer> answer(BatchRow row, Cancellation cancellation);
}
