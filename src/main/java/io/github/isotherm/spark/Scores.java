package io.github.isotherm.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How probable the texts of a table are under the model itself, token by token. */
public final class Scores {
    private final Asking asking;

    private Scores(Asking asking) {
        this.asking = asking;
    }

    /**
     * Scores of texts.
     *
     * @param model where executors find it
     * @return to be asked {@link #over} tables
     */
    public static Scores of(ModelSource model) {
        return new Scores(Asking.of(model, new ScoreQuestion()));
    }

    /**
     * The same, counted by these.
     *
     * @param metrics told of every row; without them each table has new ones, which Spark's pages show
     * @return a copy
     */
    public Scores withMetrics(RowMetrics metrics) {
        return new Scores(asking.withMetrics(metrics));
    }

    /**
     * The same, where executors with different processors are another matter.
     *
     * @param then {@link DifferingProcessors#WARN} by default
     * @return a copy
     */
    public Scores whenProcessorsDiffer(DifferingProcessors then) {
        return new Scores(asking.whenProcessorsDiffer(then));
    }

    /**
     * Asks it of every row of a table. As everything of Spark's, nothing happens before somebody wants the rows.
     *
     * @param table any
     * @param id the column that tells rows from each other: texts or whole numbers. Counts for nothing else
     * @param text the column of texts
     * @return the id under its own name, {@code token_ids, logprobs} (ln p of each token after those before it, in nats; null for the first,
     *     before which nothing stands), {@code logprob}, their sum, {@code error}: one sentence where a row has no answer, else
     *     null. In the table's order and partitions
     * @throws io.github.isotherm.error.InvalidValueException when a column is of another type, or the id's name is taken
     */
    public Dataset<Row> over(Dataset<Row> table, String id, String text) {
        return asking.over(table, id, text);
    }

    /**
     * Registers it as a function of SQL: {@code name(text)} is a struct of what {@link #over} tells. A task then asks about
     * one row at a time, so a whole table is quicker with {@link #over}.
     *
     * @param spark where
     * @param name of the function
     */
    public void register(SparkSession spark, String name) {
        asking.register(spark, name);
    }
}
