package io.github.isotherm.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The most probable next tokens of the prompts of a table, exact over the whole vocabulary. */
public final class NextTokens {
    private final Asking asking;

    private NextTokens(Asking asking) {
        this.asking = asking;
    }

    /**
     * The model's own next tokens, at temperature 1.
     *
     * @param model where executors find it
     * @param top how many tokens to tell, ≥ 0
     * @return to be asked {@link #over} tables
     */
    public static NextTokens of(ModelSource model, int top) {
        return of(model, top, 1, "");
    }

    /**
     * Next tokens at a temperature, behind processors.
     *
     * @param model where executors find it
     * @param top how many tokens to tell, ≥ 0
     * @param temperature ≥ 0
     * @param chain the other processors as text, such as {@code top-k=40 > top-p=0.95}; a temperature in it says where that stands
     *     among them, else it stands first; empty for none
     * @return to be asked {@link #over} tables
     * @throws io.github.isotherm.error.InvalidValueException when a value or the chain is wrong
     */
    public static NextTokens of(ModelSource model, int top, double temperature, String chain) {
        NextTokensQuestion question = new NextTokensQuestion(top, temperature, chain);
        question.refuseInvalid();
        return new NextTokens(Asking.of(model, question));
    }

    /**
     * The same, counted by these.
     *
     * @param metrics told of every row; without them each table has new ones, which Spark's pages show
     * @return a copy
     */
    public NextTokens withMetrics(RowMetrics metrics) {
        return new NextTokens(asking.withMetrics(metrics));
    }

    /**
     * The same, where executors with different processors are another matter.
     *
     * @param then {@link DifferingProcessors#WARN} by default
     * @return a copy
     */
    public NextTokens whenProcessorsDiffer(DifferingProcessors then) {
        return new NextTokens(asking.whenProcessorsDiffer(then));
    }

    /**
     * Asks it of every row of a table. As everything of Spark's, nothing happens before somebody wants the rows.
     *
     * @param table any
     * @param id the column that tells rows from each other: texts or whole numbers. Counts for nothing else
     * @param prompt the column of texts
     * @return the id under its own name, {@code prompt_tokens, tokens} (an array of {@code id, text, logit, probability}, best first), {@code
     *     rest} (the probability of all others), {@code entropy} in nats, {@code error}: one sentence where a row has no answer, else
     *     null. In the table's order and partitions
     * @throws io.github.isotherm.error.InvalidValueException when a column is of another type, or the id's name is taken
     */
    public Dataset<Row> over(Dataset<Row> table, String id, String prompt) {
        return asking.over(table, id, prompt);
    }

    /**
     * Registers it as a function of SQL: {@code name(prompt)} is a struct of what {@link #over} tells. A task then asks about
     * one row at a time, so a whole table is quicker with {@link #over}.
     *
     * @param spark where
     * @param name of the function
     */
    public void register(SparkSession spark, String name) {
        asking.register(spark, name);
    }
}
