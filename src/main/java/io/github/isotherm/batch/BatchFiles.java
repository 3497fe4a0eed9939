package io.github.isotherm.batch;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.report.BatchReport;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A file of rows and the file of their answers. A row whose answer is there is never answered again, whatever ended the run that
 * answered it. Each answer is a function of model, options, the row's id and the row alone.
 */
public final class BatchFiles implements AutoCloseable {
    private final Path in;
    private final BatchOptions options;
    private final BatchOutput out;
    private final long rows;
    private final long missing;

    private BatchFiles(Path in, BatchOptions options, BatchOutput out, long rows) throws IOException {
        this.in = in;
        this.options = options;
        this.out = out;
        this.rows = rows;
        missing = countMissing();
    }

    /**
     * Looks at both, and takes the second one for itself.
     *
     * @param in rows as JSON Lines: {@code id, prompt}, or OpenAI's {@code custom_id, method, url, body}; or a table, {@code .csv}
     *     or {@code .tsv}
     * @param out answers as JSON Lines; made where it is missing, gone on with where it is there
     * @param options what is asked of every row
     * @return to be closed
     * @throws InvalidValueException when an id comes twice, a column is missing, or both are one file
     * @throws IsothermException when a file cannot be read or written, holds something else, or another process writes to it
     */
    public static BatchFiles open(Path in, Path out, BatchOptions options) {
        if (!Files.isRegularFile(in)) {
            throw new InvalidValueException("There is no file " + in + "; give one of JSON Lines, or a table.");
        }
        if (TableInput.isTable(out)) {
            throw new InvalidValueException("Answers are JSON Lines, but " + out
                    + " is called a table; call it by another name, such as answers.jsonl.");
        }
        try {
            if (Files.exists(out) && Files.isSameFile(in, out)) {
                throw new InvalidValueException("Both files are " + in + "; give answers another one with -o.");
            }
            long rows = BatchInput.count(in, options.columns());
            return opened(in, options, rows, BatchOutput.open(out, options));
        } catch (CharacterCodingException e) {
            throw new InvalidValueException(in + " is no text in UTF-8; convert it.");
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static BatchFiles opened(Path in, BatchOptions options, long rows, BatchOutput out) throws IOException {
        try {
            return new BatchFiles(in, options, out, rows);
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    private long countMissing() throws IOException {
        long count = 0;
        try (BatchInput input = BatchInput.open(in, options.columns())) {
            BatchRow row = input.next();
            for (long read = 0; row != null && read < options.limit(); read++) {
                count += out.missing(row, options).size();
                row = input.next();
            }
        }
        return count;
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
     * The answers that were still to be made when the files were opened: of the first rows where there is a limit, one a temperature.
     *
     * @return how many
     */
    public long missing() {
        return missing;
    }

    /**
     * The answers that are there by now, one a temperature.
     *
     * @return how many
     */
    public long answered() {
        return out.count();
    }

    /**
     * Those of them that are an error.
     *
     * @return how many
     */
    public long failed() {
        return out.failed();
    }

    /**
     * What the answers that are there by now have in common, at each temperature: those of earlier runs too.
     *
     * @param model the model's name
     * @return the report
     * @throws InvalidValueException when the answers do not tell their tokens
     * @throws IsothermException when they cannot be read
     */
    public BatchReport report(String model) {
        try {
            Path name = in.getFileName();
            return new BatchReport(
                    model,
                    options.seed(),
                    name == null ? in.toString() : name.toString(),
                    out.statistics(options).groups());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Makes the answers that are missing.
     *
     * @param model who answers
     * @param listener told of answers
     * @throws InterruptedException when the thread is interrupted; what was answered is there
     * @throws IsothermException when a file cannot be read or written; what was answered is there
     */
    public void run(LocalModel model, BatchListener listener) throws InterruptedException {
        run(List.of(model), listener);
    }

    /**
     * The same by copies of a model, which share the rows: each answer is the same, whoever makes it.
     *
     * @param copies the model, opened once or more; no other
     * @param listener told of answers
     * @throws InterruptedException when the thread is interrupted; what was answered is there
     * @throws IsothermException when a file cannot be read or written; what was answered is there
     */
    public void run(List<LocalModel> copies, BatchListener listener) throws InterruptedException {
        Checks.atLeast("copies of the model", copies.size(), 1);
        if (copies.stream()
                        .map(model -> List.of(model.name(), model.place()))
                        .distinct()
                        .count()
                > 1) {
            throw new InvalidValueException("The copies are of different models; give copies of one.");
        }
        ExecutorService executor = Executors.newCachedThreadPool(BatchFiles::thread);
        try {
            Instant created = Instant.ofEpochSecond(
                    Files.getLastModifiedTime(in).toInstant().getEpochSecond());
            List<ModelAnswers> answers = copies.stream()
                    .map(model -> new ModelAnswers(model, executor, options, () -> created))
                    .toList();
            new Batch(in, options, out, answers, listener).run();
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
