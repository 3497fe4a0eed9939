package io.github.isotherm.batch;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchRow;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows answered by copies of a model, each by the one that has the least to do. Asked by one thread. */
final class SharedAnswers implements RowAnswers {
    private final List<Copy> copies;

    private record Copy(RowAnswers answers, AtomicInteger asked) {}

    SharedAnswers(List<? extends RowAnswers> copies) {
        this.copies =
                copies.stream().map(each -> new Copy(each, new AtomicInteger())).toList();
    }

    @Override
    public CompletableFuture<List<BatchAnswer>> answer(
            BatchRow row, List<@Nullable Double> temperatures, Cancellation cancellation) {
        Copy idlest = copies.stream()
                .min(Comparator.comparingInt(copy -> copy.asked.get()))
                .orElseThrow();
        idlest.asked.incrementAndGet();
        try {
            return idlest.answers
                    .answer(row, temperatures, cancellation)
                    .whenComplete((lines, error) -> idlest.asked.decrementAndGet());
        } catch (RuntimeException | Error e) {
            idlest.asked.decrementAndGet();
            throw e;
        }
    }
}
