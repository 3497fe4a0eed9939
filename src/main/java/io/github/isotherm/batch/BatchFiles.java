package io.github.isotherm.batch;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A file of rows and the file of their answers. A row whose answer is there is never answered again, whatever ended the run that
 * answered it. Each answer is a function of model, options, the batch's seed, the row's id and the row alone.
 */
public final class BatchFiles implements AutoCloseable {
    private final Path in;
    private final BatchOutput out;
    private final long rows;

    private BatchFiles(Path in, BatchOutput out, long rows) {
        this.in = in;
        this.out = out;
        this.rows = rows;
    }

    /**
     * Looks at both, and takes the second one for itself.
     *
     * @param in rows as JSON Lines: {@code id, prompt}, or OpenAI's {@code custom_id, method, url, body}
     * @param out answers as JSON Lines; made where it is missing, gone on with where it is there
     * @return to be closed
     * @throws InvalidValueException when an id comes twice, or both are one file
     * @throws IsothermException when a file cannot be read or written, holds something else, or another process writes to it
     */
    public static BatchFiles open(Path in, Path out) {
        if (!Files.isRegularFile(in)) {
            throw new InvalidValueException("There is no file " + in + "; give one of JSON Lines.");
        }
        try {
            if (Files.exists(out) && Files.isSameFile(in, out)) {
                throw new InvalidValueException("Both files are " + in + "; give answers another one with -o.");
            }
            long rows = BatchInput.count(in);
            return new BatchFiles(in, BatchOutput.open(out), rows);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * The rows of the file, lines that are no rows too.
     *
     * @return how many
     */
    public long rows() {
        return rows;
    }

    /**
     * The rows that are answered by now.
     *
     * @return how many
     */
    public long answered() {
        return out.count();
    }

    /**
     * The rows whose answer is an error.
     *
     * @return how many
     */
    public long failed() {
        return out.failed();
    }

    /**
     * Answers what is not answered yet.
     *
     * @param model who answers
     * @param options how prompts are completed; requests of OpenAI's form say it themselves
     * @param catalog the processors that requests may name
     * @param seed of the batch, in [0, 2^53): each row draws by a seed of its own, made of this and its id
     * @param limit the most rows of the file, from its beginning, ≥ 1
     * @param listener told of answers
     * @throws InterruptedException when the thread is interrupted; what was answered is there
     * @throws IsothermException when a file cannot be read or written; what was answered is there
     */
    public void run(
            LocalModel model,
            CompletionOptions options,
            ProcessorCatalog catalog,
            long seed,
            long limit,
            BatchListener listener)
            throws InterruptedException {
        if (limit < 1) {
            throw Checks.invalid("--limit", Long.toString(limit), "at least 1");
        }
        ExecutorService executor = Executors.newCachedThreadPool(BatchFiles::thread);
        try {
            Instant created = Instant.ofEpochSecond(
                    Files.getLastModifiedTime(in).toInstant().getEpochSecond());
            RowAnswers answers = new ModelAnswers(model, executor, options, catalog, seed, () -> created);
            new Batch(in, out, answers, listener).run(limit);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            executor.shutdown();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "isotherm-batch");
        thread.setDaemon(true);
        return thread;
    }

    private static IsothermException failed(IOException e) {
        return new IsothermException(
                "The batch cannot go on ("
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                        + "); what was answered is kept, and the same command goes on from there.",
                e);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
