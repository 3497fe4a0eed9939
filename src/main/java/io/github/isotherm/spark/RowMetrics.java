package io.github.isotherm.spark;

import io.github.isotherm.error.IsothermException;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * What the rows of a table came to: accumulators of Spark, which show them in its pages too. Read on the driver. As with every
 * accumulator, the rows of an attempt that failed do not count, and those that are computed again count again.
 */
public final class RowMetrics implements Serializable {
    private static final long serialVersionUID = 1;

    private final LongAccumulator rows;
    private final LongAccumulator errors;
    private final LongAccumulator promptTokens;
    private final LongAccumulator completionTokens;
    private final ProcessorKinds processors = new ProcessorKinds();

    private RowMetrics(SparkContext context) {
        rows = context.longAccumulator("isotherm rows");
        errors = context.longAccumulator("isotherm errors");
        promptTokens = context.longAccumulator("isotherm prompt tokens");
        completionTokens = context.longAccumulator("isotherm completion tokens");
        context.register(processors, "isotherm kinds of processor");
    }

    /**
     * New ones, all zero.
     *
     * @param spark whose jobs are counted
     * @return the metrics
     */
    public static RowMetrics of(SparkSession spark) {
        return new RowMetrics(spark.sparkContext());
    }

    /**
     * The rows that were answered, with an error too.
     *
     * @return how many
     */
    public long rows() {
        return rows.sum();
    }

    /**
     * The rows whose answer is an error.
     *
     * @return how many
     */
    public long errors() {
        return errors.sum();
    }

    /**
     * The tokens that were read, those that were known already too.
     *
     * @return how many
     */
    public long promptTokens() {
        return promptTokens.sum();
    }

    /**
     * The tokens that were written.
     *
     * @return how many
     */
    public long completionTokens() {
        return completionTokens.sum();
    }

    /**
     * The kinds of processor that answered. More than one: a row may differ from what it would be on another, by a little.
     *
     * @return as the systems describe them
     */
    public Set<String> processors() {
        return processors.value();
    }

    /**
     * For after the job, which may have been quicker than whoever watches it.
     *
     * @throws IsothermException when more than one kind of processor answered
     */
    public void requireOneKindOfProcessor() {
        if (processors().size() > 1) {
            throw new IsothermException(processors.sentence());
        }
    }

    /** The same on the driver and on executors. */
    long id() {
        return rows.id();
    }

    ProcessorKinds kinds() {
        return processors;
    }

    void ranOn(String processor) {
        processors.add(processor);
    }

    void count(RowAnswer answer) {
        rows.add(1);
        errors.add(answer.error() == null ? 0 : 1);
        promptTokens.add(answer.promptTokens());
        completionTokens.add(answer.completionTokens());
    }
}
