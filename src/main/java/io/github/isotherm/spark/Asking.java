package io.github.isotherm.spark;

import io.github.isotherm.error.InvalidValueException;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A question for the rows of tables, on the driver.
 *
 * @param source of the model
 * @param question asked of every row
 * @param metrics told of every row, or null for new ones each time
 * @param differing what happens when executors' processors differ
 */
record Asking(
        ModelSource source, RowQuestion question, @Nullable RowMetrics metrics, DifferingProcessors differing) {
    static Asking of(ModelSource source, RowQuestion question) {
        return new Asking(source, question, null, DifferingProcessors.WARN);
    }

    Asking withMetrics(RowMetrics value) {
        return new Asking(source, question, value, differing);
    }

    Asking whenProcessorsDiffer(DifferingProcessors value) {
        return new Asking(source, question, metrics, value);
    }

    /**
     * The table of answers.
     *
     * @throws InvalidValueException when a column cannot be what it is said to be
     */
    Dataset<Row> over(Dataset<Row> table, String id, String text) {
        Dataset<Row> asked = table.select(table.col(id), table.col(text));
        StructField idField = asked.schema().fields()[0];
        if (!RowId.allows(idField.dataType())) {
            throw new InvalidValueException("The column " + id + " is of type "
                    + idField.dataType().simpleString()
                    + " but ids must be texts or whole numbers of at most 64 bits; cast it to string or bigint.");
        }
        if (!(asked.schema().fields()[1].dataType() instanceof StringType)) {
            throw new InvalidValueException("The column " + text + " is of type "
                    + asked.schema().fields()[1].dataType().simpleString()
                    + " but must be of texts; cast it to string.");
        }
        RowTask task = task(table.sparkSession());
        MapPartitionsFunction<Row, Row> partition = new AskedPartition(task);
        return asked.mapPartitions(partition, Encoders.row(answers(idField, task.told())));
    }

    private static StructType answers(StructField id, StructType told) {
        StructType answers = new StructType().add(id.name(), id.dataType(), true, id.metadata());
        for (StructField field : told.fields()) {
            if (field.name().equalsIgnoreCase(id.name())) {
                throw new InvalidValueException("The column " + id.name()
                        + " has the name of one of the answers' own columns; rename it with withColumnRenamed.");
            }
            answers = answers.add(field);
        }
        return answers;
    }

    void register(SparkSession spark, String name) {
        RowTask task = task(spark);
        if (question.asksForId()) {
            UDF2<Object, String, Row> function = new AskedValue(task)::of;
            spark.udf().register(name, function, task.told());
        } else {
            AskedValue value = new AskedValue(task);
            UDF1<String, Row> function = text -> value.of(null, text);
            spark.udf().register(name, function, task.told());
        }
    }

    private RowTask task(SparkSession spark) {
        SparkContext context = spark.sparkContext();
        RowMetrics counted = metrics == null ? RowMetrics.of(spark) : metrics;
        if (differing == DifferingProcessors.FAIL) {
            context.addSparkListener(new OneKindOfProcessor(context, counted.kinds()));
        }
        return new RowTask(source, question, counted);
    }
}
