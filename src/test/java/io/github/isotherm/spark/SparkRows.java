package io.github.isotherm.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An application for {@code spark-submit}: {@code MODEL OUT ROWS PARTITIONS END} completes the prompts of so many rows and writes a line
 * of JSON a row, as Spark hands them on. END is what happens in the middle of the first attempt of the partition in the middle: {@code none},
 * {@code throw} or {@code halt}, which ends the executor's JVM.
 */
public final class SparkRows {
    static final StructType TABLE =
            new StructType().add("id", DataTypes.LongType, true).add("prompt", DataTypes.StringType, true);

    private SparkRows() {}

    /** So many rows, one of twenty of which cannot be answered. */
    static Dataset<Row> table(SparkSession spark, int rows, int partitions) {
        return table(spark, rows, partitions, 20);
    }

    /** So many rows with prompts. */
    static Dataset<Row> prompts(SparkSession spark, int rows, int partitions) {
        return table(spark, rows, partitions, Integer.MAX_VALUE);
    }

    private static Dataset<Row> table(SparkSession spark, int rows, int partitions, int oneOf) {
        MapPartitionsFunction<Long, Row> prompts = ids -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public Row next() {
                long id = ids.next();
                return RowFactory.create(id, id % oneOf == oneOf - 1 ? null : Stories.prompt(id));
            }
        };
        return spark.range(0, rows, 1, partitions).as(Encoders.LONG()).mapPartitions(prompts, Encoders.row(TABLE));
    }

    /** How a task ends before it has handed on all rows. */
    record Ending(String how, int partition, int after) implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            TaskContext task = TaskContext.get();
            boolean ends = task.attemptNumber() == 0 && task.partitionId() == partition && !how.equals("none");
            return new Iterator<>() {
                private int seen;

                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Row next() {
                    seen++;
                    if (ends && seen > after) {
                        if (how.equals("halt")) {
                            Runtime.getRuntime().halt(137);
                        }
                        throw new IllegalStateException("this attempt ends here");
                    }
                    return rows.next();
                }
            };
        }
    }

    /** Completes, writes, and says what was counted. */
    public static void main(String[] arguments) throws IOException {
        ModelSource model = ModelSource.path(arguments[0]);
        int rows = Integer.parseInt(arguments[2]);
        try (SparkSession spark =
                SparkSession.builder().appName("isotherm rows").getOrCreate()) {
            RowMetrics metrics = RowMetrics.of(spark);
            for (String partitions : arguments[3].split(",", -1)) {
                int count = Integer.parseInt(partitions);
                long begun = System.nanoTime();
                Dataset<Row> answers = Completions.of(model, Stories.OPTIONS)
                        .withMetrics(metrics)
                        .over(table(spark, rows, count), "id", "prompt");
                Dataset<Row> ended = answers.mapPartitions(
                        new Ending(arguments[4], count / 2, rows / count / 2), Encoders.row(answers.schema()));
                List<String> lines = ended.toJSON().collectAsList();
                Files.write(Path.of(arguments[1], "rows-" + partitions + ".jsonl"), lines);
                say(partitions + " partitions: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            }
            say("counted " + metrics.rows() + " rows, " + metrics.errors() + " errors, " + metrics.promptTokens()
                    + " and " + metrics.completionTokens() + " tokens, "
                    + metrics.processors().size()
                    + " kinds of processor");
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
