package io.github.isotherm.spark;

import io.github.isotherm.error.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one row.
 *
 * @param values in the order of {@link RowQuestion#told}; none of a row that has an error
 * @param promptTokens read for it
 * @param completionTokens written for it
 * @param error one sentence, or null
 */
record RowAnswer(
        List<@Nullable Object> values,
        int promptTokens,
        int completionTokens,
        @Nullable String error) {
    static RowAnswer of(int promptTokens, int completionTokens, @Nullable Object... values) {
        return new RowAnswer(Arrays.asList(values), promptTokens, completionTokens, null);
    }

    static RowAnswer failed(String sentence) {
        return new RowAnswer(List.of(), 0, 0, sentence);
    }

    /**
     * What a row's failure comes to: the row's error, where it would fail again.
     *
     * @throws RuntimeException where the row has no part in it: a model that is being closed, memory or classes that are
     *     missing, a task that is stopped; another attempt may do better, or must not hide it
     */
    static RowAnswer failed(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (Fault.mayPass(cause)) {
            if (cause instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) cause;
        }
        return failed(Fault.of(cause, "the executor's log has more").sentence().text());
    }
}
