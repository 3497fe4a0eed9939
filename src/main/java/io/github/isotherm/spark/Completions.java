package io.github.isotherm.spark;

import io.github.isotherm.CompletionOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How the prompts of a table go on. A row's answer is a function of model, options, id and prompt: whatever the partitions, attempts and
 * executors, and that of {@code isotherm batch} with the same four.
 */
public final class Completions {
    private final Asking asking;

    private Completions(Asking asking) {
        this.asking = asking;
    }

    /**
     * Completions of prompts.
     *
     * @param model where executors find it
     * @param options how prompts are completed. Their seed is the table's, 0 where they have none: each row draws by one of its own,
     *     made of that and its id. {@code TraceOptions.TOKENS} fills the column {@code logprobs}
     * @return to be asked {@link #over} tables
     * @throws io.github.isotherm.error.InvalidValueException when an option cannot be sent to executors: a processor given as code, a
     *     timeout, branched ids, other traces
     */
    public static Completions of(ModelSource model, CompletionOptions options) {
        return new Completions(Asking.of(model, new CompletionQuestion(SentOptions.of(options))));
    }

    /**
     * The same, counted by these.
     *
     * @param metrics told of every row; without them each table has new ones, which Spark's pages show
     * @return a copy
     */
    public Completions withMetrics(RowMetrics metrics) {
        return new Completions(asking.withMetrics(metrics));
    }

    /**
     * The same, where executors with different processors are another matter.
     *
     * @param then {@link DifferingProcessors#WARN} by default
     * @return a copy
     */
    public Completions whenProcessorsDiffer(DifferingProcessors then) {
        return new Completions(asking.whenProcessorsDiffer(then));
    }

    /**
     * Asks it of every row of a table. As everything of Spark's, nothing happens before somebody wants the rows.
     *
     * @param table any
     * @param id the column that tells rows from each other: texts or whole numbers. Rows of one id
     *     draw by one seed, so with one prompt too they are the same row
     * @param prompt the column of texts
     * @return the id under its own name, {@code text, finish_reason, seed, prompt_tokens, completion_tokens, logprobs} (ln p of each
     *     token under the model, in nats, or null), {@code error}: one sentence where a row has no answer, else
     *     null. In the table's order and partitions
     * @throws io.github.isotherm.error.InvalidValueException when a column is of another type, or the id's name is taken
     */
    public Dataset<Row> over(Dataset<Row> table, String id, String prompt) {
        return asking.over(table, id, prompt);
    }

    /**
     * Registers it as a function of SQL: {@code name(id, prompt)} is a struct of what {@link #over} tells. A task then asks about
     * one row at a time, so a whole table is quicker with {@link #over}.
     *
     * @param spark where
     * @param name of the function
     */
    public void register(SparkSession spark, String name) {
        asking.register(spark, name);
    }
}
