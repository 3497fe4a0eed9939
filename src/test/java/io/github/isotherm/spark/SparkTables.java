package io.github.isotherm.spark;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** An application for {@code spark-submit}: {@code MODEL SMALL OUT}, with the bundled model and a quick one, tries everything and writes what came of it, a file each. */
public final class SparkTables {
    static final String PROMPT = "This is a wonderful";
    static final String QUOTED = "a \"quoted\" é";

    private final SparkSession spark;
    private final ModelSource model;
    private final ModelSource small;
    private final Path folder;

    private SparkTables(SparkSession spark, ModelSource model, ModelSource small, Path folder) {
        this.spark = spark;
        this.model = model;
        this.small = small;
        this.folder = folder;
    }

    /** Tries everything. */
    public static void main(String[] arguments) throws Exception {
        try (SparkSession spark =
                SparkSession.builder().appName("isotherm tables").getOrCreate()) {
            spark.sparkContext().addFile(arguments[0], true);
            ModelSource sent =
                    ModelSource.sparkFile(Path.of(arguments[0]).getFileName().toString());
            SparkTables tables = new SparkTables(spark, sent, ModelSource.path(arguments[1]), Path.of(arguments[2]));
            tables.ids();
            tables.scores();
            tables.nextTokens();
            tables.refusals();
            tables.functions();
            tables.processors();
            tables.oneModel();
            tables.cancelled();
        }
    }

    private void write(String name, List<String> lines) throws IOException {
        Files.write(folder.resolve(name), lines);
    }

    private Dataset<Row> table(DataType ids, Row... rows) {
        return spark.createDataFrame(
                List.of(rows), new StructType().add("key", ids, true).add("asked", DataTypes.StringType, true));
    }

    private void ids() throws IOException {
        RowMetrics metrics = RowMetrics.of(spark);
        Completions completions = Completions.of(model, Stories.OPTIONS).withMetrics(metrics);
        Dataset<Row> texts = table(
                DataTypes.StringType,
                RowFactory.create(QUOTED, PROMPT),
                RowFactory.create("twice", PROMPT),
                RowFactory.create("twice", PROMPT),
                RowFactory.create(null, PROMPT),
                RowFactory.create("none", null),
                RowFactory.create("empty", ""));
        write("texts", completions.over(texts, "key", "asked").toJSON().collectAsList());
        write(
                "metrics",
                List.of(metrics.rows() + " " + metrics.errors() + " " + metrics.promptTokens() + " "
                        + metrics.completionTokens() + " "
                        + metrics.processors().size()));
        Dataset<Row> numbers = table(DataTypes.ShortType, RowFactory.create((short) 7, PROMPT));
        Dataset<Row> answered = completions.over(numbers, "key", "asked");
        write("numbers", answered.toJSON().collectAsList());
        write("type", List.of(answered.schema().fields()[0].dataType().simpleString()));
    }

    private Dataset<Row> prompts() {
        return table(
                DataTypes.StringType,
                RowFactory.create("a", PROMPT),
                RowFactory.create("b", "The"),
                RowFactory.create("c", null),
                RowFactory.create("d", ""));
    }

    private void scores() throws IOException {
        write(
                "scores",
                Scores.of(model).over(prompts(), "key", "asked").toJSON().collectAsList());
    }

    private void nextTokens() throws IOException {
        NextTokens next = NextTokens.of(model, 4, 0.7, "top-k=40 > top-p=0.95");
        write("next", next.over(prompts(), "key", "asked").toJSON().collectAsList());
    }

    private void refusals() throws IOException {
        List<String> said = new ArrayList<>();
        Completions completions = Completions.of(model, Stories.OPTIONS);
        Dataset<Row> fractions = table(DataTypes.DoubleType, RowFactory.create(0.5, PROMPT));
        refused(said, () -> completions.over(fractions, "key", "asked"));
        refused(said, () -> completions.over(fractions, "asked", "key"));
        refused(said, () -> completions.over(prompts().withColumnRenamed("key", "Text"), "Text", "asked"));
        CompletionOptions options = CompletionOptions.defaults();
        refused(said, () -> Completions.of(model, options.timeout(Duration.ofSeconds(1))));
        refused(said, () -> Completions.of(model, options.branched(1)));
        refused(said, () -> Completions.of(model, options.trace(TraceOptions.top(3))));
        refused(said, () -> Completions.of(model, options.chain(ProcessorChain.of((candidates, context) -> {}))));
        refused(said, () -> Completions.of(model, options.with((candidates, context) -> {})));
        refused(said, () -> NextTokens.of(model, 3, -1, ""));
        refused(said, () -> NextTokens.of(model, -3));
        write("refusals", said);
    }

    private static void refused(List<String> said, Runnable work) {
        try {
            work.run();
            said.add("not refused");
        } catch (InvalidValueException e) {
            said.add(e.getMessage());
        }
    }

    private void functions() throws IOException {
        Completions.of(model, Stories.OPTIONS).register(spark, "complete");
        Scores.of(model).register(spark, "score");
        NextTokens.of(model, 2).register(spark, "next_tokens");
        table(DataTypes.LongType, RowFactory.create(7L, PROMPT), RowFactory.create(8L, null))
                .createOrReplaceTempView("asked");
        write(
                "functions",
                spark.sql("select key, complete(key, asked) as completion, score(asked) as score,"
                                + " next_tokens(asked) as next from asked order by key")
                        .toJSON()
                        .collectAsList());
    }

    /** One partition claims to have run elsewhere. */
    record Elsewhere(RowMetrics metrics) implements MapPartitionsFunction<Row, Row> {
        @Override
        public java.util.Iterator<Row> call(java.util.Iterator<Row> rows) {
            if (org.apache.spark.TaskContext.getPartitionId() == 0) {
                metrics.kinds().add("a processor of another kind");
            }
            return rows;
        }
    }

    private void processors() throws IOException {
        List<String> said = new ArrayList<>();
        for (DifferingProcessors then : DifferingProcessors.values()) {
            RowMetrics metrics = RowMetrics.of(spark);
            Dataset<Row> answers = Completions.of(small, Stories.OPTIONS)
                    .withMetrics(metrics)
                    .whenProcessorsDiffer(then)
                    .over(SparkRows.table(spark, 10_000, 16), "id", "prompt");
            Dataset<Row> elsewhere = answers.mapPartitions(new Elsewhere(metrics), Encoders.row(answers.schema()));
            try {
                said.add(then + " " + elsewhere.collectAsList().size() + " rows");
            } catch (Exception e) { // Spark's own are checked and not declared
                said.add(then + " " + e.getMessage().replace('\n', ' '));
            }
            try {
                metrics.requireOneKindOfProcessor();
            } catch (RuntimeException e) {
                said.add(e.getMessage());
            }
        }
        write("processors", said);
    }

    private void oneModel() throws IOException {
        Set<LocalModel> opened = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        ModelSource another = small.withStateBytes(1 << 28);
        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> opened.add(ExecutorModels.of(another)), command -> new Thread(command).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
        write("models", List.of(opened.size() + (opened.contains(ExecutorModels.of(small)) ? " shared" : " apart")));
    }

    private void cancelled() throws Exception {
        LocalModel opened = ExecutorModels.of(small);
        CompletableFuture<String> ended = CompletableFuture.supplyAsync(
                () -> {
                    spark.sparkContext().setJobGroup("long", "long texts", false);
                    try {
                        Completions.of(small, Stories.OPTIONS)
                                .over(SparkRows.prompts(spark, 1_000_000, 2), "id", "prompt")
                                .collectAsList();
                        return "ended";
                    } catch (Exception e) { // Spark's own are checked and not declared
                        return "cancelled";
                    }
                },
                command -> new Thread(command).start());
        while (opened.load().rows() < 2) {
            Thread.sleep(10);
        }
        spark.sparkContext().cancelJobGroup("long");
        String how = ended.join();
        while (!opened.isIdle()) {
            Thread.sleep(10);
        }
        write("cancelled", List.of(how + ", idle"));
    }
}
