package io.github.isotherm.spark;

import com.sun.management.OperatingSystemMXBean;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.batch.BatchFiles;
import io.github.isotherm.batch.BatchOptions;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * An application for {@code spark-submit}, by hand: {@code MODEL FOLDER ROWS TOKENS PARTITIONS PAIRS SPINNING} answers the same rows by a
 * batch and by Spark, in turns, with one opened model, and says how long each took, by the clock and of the processor: completions, then
 * scores by Spark.
 */
public final class SparkBesideBatch {
    private final SparkSession spark;
    private final ModelSource source;
    private final int rows;
    private final int tokens;
    private final int partitions;

    /** What something took, in seconds. */
    private record Took(double clock, double processor) {
        static Took by(Runnable work) {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = system.getProcessCpuTime();
            long begun = System.nanoTime();
            work.run();
            return new Took((System.nanoTime() - begun) / 1e9, (system.getProcessCpuTime() - before) / 1e9);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f s (%.2f s of processors)", clock, processor);
        }
    }

    private SparkBesideBatch(SparkSession spark, ModelSource source, int rows, int tokens, int partitions) {
        this.spark = spark;
        this.source = source;
        this.rows = rows;
        this.tokens = tokens;
        this.partitions = partitions;
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        ModelSource source = ModelSource.path(arguments[0]);
        EngineOptions engine = source.engine().withSpinning(Boolean.parseBoolean(arguments[6]));
        try (SparkSession spark =
                SparkSession.builder().appName("isotherm beside").getOrCreate()) {
            new SparkBesideBatch(
                            spark,
                            source.withEngine(engine),
                            Integer.parseInt(arguments[2]),
                            Integer.parseInt(arguments[3]),
                            Integer.parseInt(arguments[4]))
                    .measure(Path.of(arguments[1]), Integer.parseInt(arguments[5]));
        }
    }

    private void measure(Path folder, int pairs) throws IOException {
        Path in = Files.write(
                folder.resolve("in.jsonl"),
                IntStream.range(0, rows)
                        .mapToObj(id -> "{\"id\": " + id + ", \"prompt\": \"" + Stories.prompt(id) + "\"}")
                        .toList());
        System.out.println("opened in " + Took.by(() -> ExecutorModels.of(source)));
        List<Double> ratios = new ArrayList<>();
        List<Double> ofProcessors = new ArrayList<>();
        for (int pair = 0; pair <= pairs; pair++) {
            Path out = Files.createTempDirectory(folder, "out").resolve("out.jsonl");
            RowMetrics metrics = RowMetrics.of(spark);
            boolean batchFirst = pair % 2 == 0;
            Took early = batchFirst ? Took.by(() -> batch(in, out)) : new Took(0, 0);
            Took table = Took.by(() -> complete(metrics));
            Took batch = batchFirst ? early : Took.by(() -> batch(in, out));
            RowMetrics read = RowMetrics.of(spark);
            Took scores = Took.by(() -> score(read));
            System.out.println(pair + ": batch " + batch + ", Spark " + table + " for " + metrics.promptTokens()
                    + " tokens read and " + metrics.completionTokens() + " written; scores " + scores + " for "
                    + read.promptTokens() + " tokens");
            if (pair > 0) {
                ratios.add(batch.clock / table.clock);
                ofProcessors.add(batch.processor / table.processor);
            }
        }
        System.out.println("Spark over batch, the first pair left out: "
                + ratios.stream().sorted().toList() + ", by the processors' time "
                + ofProcessors.stream().sorted().toList());
    }

    private void batch(Path in, Path out) {
        try (BatchFiles files = BatchFiles.open(
                in,
                out,
                BatchOptions.defaults()
                        .completion(Stories.OPTIONS.maxTokens(tokens))
                        .details(Details.LOGPROBS)
                        .seed(22))) {
            files.run(ExecutorModels.of(source), (done, isError, read, written) -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void complete(RowMetrics metrics) {
        Completions.of(source, Stories.OPTIONS.maxTokens(tokens))
                .withMetrics(metrics)
                .over(SparkRows.prompts(spark, rows, partitions), "id", "prompt")
                .collectAsList();
    }

    private void score(RowMetrics metrics) {
        Scores.of(source)
                .withMetrics(metrics)
                .over(SparkRows.prompts(spark, rows, partitions), "id", "prompt")
                .collectAsList();
    }
}
