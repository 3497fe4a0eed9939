package io.github.isotherm.batch;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers the rows of a file that were not answered yet, so many at once, and adds each answer to another file as it comes. The
 * first of each copy of the model is answered alone, so that what the prompts begin with is read once.
 */
final class Batch {
    /** Rows that are with a copy of the model at once: as many again as share a run, so that none waits for the disk. */
    private static final int AT_ONCE = 32;

    private final Path in;
    private final BatchOptions options;
    private final BatchOutput out;
    private final RowAnswers answers;
    private final int copies;
    private final int atOnce;
    private final BatchListener listener;
    private final Cancellation cancellation = new Cancellation();
    private final Semaphore free;
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    /** Of rows that are answered by copies of a model, at least one. */
    Batch(Path in, BatchOptions options, BatchOutput out, List<? extends RowAnswers> answers, BatchListener listener) {
        this.in = in;
        this.options = options;
        this.out = out;
        this.answers = new SharedAnswers(answers);
        copies = answers.size();
        atOnce = AT_ONCE * copies;
        free = new Semaphore(atOnce);
        this.listener = listener;
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException when a file cannot be read or written; what was answered before is there
     */
    void run() throws IOException, InterruptedException {
        try (BatchInput input = BatchInput.open(in, options.columns())) {
            int alone = 0;
            BatchRow row = input.next();
            for (long count = 0; row != null && count < options.limit() && broken.get() == null; count++) {
                List<@Nullable Double> missing = out.missing(row, options);
                if (!missing.isEmpty()) {
                    answer(row, missing);
                    alone++;
                    if (alone == copies) {
                        awaitAll();
                    }
                }
                row = input.next();
            }
        } catch (InterruptedException e) {
            cancellation.cancel();
            throw e;
        } finally {
            awaitAll();
        }
        Throwable why = broken.get();
        if (why instanceof IOException io) {
            throw io;
        }
        if (why != null) {
            throw new IsothermException("A row has no answer (" + why + "), so the batch ends here.", why);
        }
    }

    private void awaitAll() throws InterruptedException {
        free.acquire(atOnce);
        free.release(atOnce);
    }

    private void answer(BatchRow row, List<@Nullable Double> temperatures) throws InterruptedException {
        int taken = Math.min(atOnce, temperatures.size());
        free.acquire(taken);
        CompletableFuture<List<BatchAnswer>> answered;
        try {
            answered = answers.answer(row, temperatures, cancellation);
        } catch (RuntimeException | Error e) {
            answered = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<?> unused = answered.whenComplete((lines, error) -> {
            try {
                take(lines, error);
            } catch (IOException | RuntimeException | Error e) {
                end(e);
            } finally {
                free.release(taken);
            }
        });
    }

    private void take(@Nullable List<BatchAnswer> lines, @Nullable Throwable error) throws IOException {
        if (lines != null) {
            for (BatchAnswer answer : lines) {
                out.write(answer);
                listener.onAnswer(out.count(), answer.isError(), answer.promptTokens(), answer.completionTokens());
            }
        } else if (error != null && !cancellation.isCancelled()) {
            end(error);
        }
    }

    /** What is on its way is not waited for; the first reason is told. */
    private void end(Throwable why) {
        broken.compareAndSet(null, why);
        cancellation.cancel();
    }
}
