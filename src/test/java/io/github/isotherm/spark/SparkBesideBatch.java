package io.github.isotherm.spark;

import io.github.isotherm.LocalModel;
import io.github.isotherm.batch.BatchFiles;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * An application for {@code spark-submit}, by hand: {@code MODEL FOLDER ROWS TOKENS PARTITIONS PAIRS} answers the same rows by a batch and
 * by Spark, in turns, with one opened model, and says how long each took: completions, then how long scores take by Spark.
 */
public final class SparkBesideBatch {
    private SparkBesideBatch() {}

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        ModelSource source = ModelSource.path(arguments[0]);
        Path folder = Path.of(arguments[1]);
        int rows = Integer.parseInt(arguments[2]);
        int tokens = Integer.parseInt(arguments[3]);
        int partitions = Integer.parseInt(arguments[4]);
        Path in = Files.write(
                folder.resolve("in.jsonl"),
                IntStream.range(0, rows)
                        .mapToObj(id -> "{\"id\": " + id + ", \"prompt\": \"" + SparkRows.prompt(id) + "\"}")
                        .toList());
        try (SparkSession spark =
                SparkSession.builder().appName("isotherm beside").getOrCreate()) {
            LocalModel model = ExecutorModels.of(source);
            List<Double> batch = new ArrayList<>();
            List<Double> table = new ArrayList<>();
            List<Double> scores = new ArrayList<>();
            for (int pair = 0; pair <= Integer.parseInt(arguments[5]); pair++) {
                Path out = Files.createTempDirectory(folder, "out").resolve("out.jsonl");
                batch.add(seconds(() -> batch(in, out, model, tokens)));
                RowMetrics metrics = RowMetrics.of(spark);
                Completions completions = Completions.of(source, SparkRows.OPTIONS.maxTokens(tokens))
                        .withMetrics(metrics);
                table.add(seconds(() -> completions
                        .over(SparkRows.prompts(spark, rows, partitions), "id", "prompt")
                        .collectAsList()));
                RowMetrics read = RowMetrics.of(spark);
                scores.add(seconds(() -> Scores.of(source)
                        .withMetrics(read)
                        .over(SparkRows.prompts(spark, rows, partitions), "id", "prompt")
                        .collectAsList()));
                System.out.println(pair + ": batch " + batch.get(pair) + " s, Spark " + table.get(pair) + " s for "
                        + metrics.promptTokens() + " tokens read and " + metrics.completionTokens()
                        + " written; scores " + scores.get(pair) + " s for " + read.promptTokens() + " tokens");
            }
            double[] ratios = IntStream.range(1, batch.size())
                    .mapToDouble(pair -> batch.get(pair) / table.get(pair))
                    .sorted()
                    .toArray();
            System.out.println("Spark over batch, rows a second, the first pair left out: " + Arrays.toString(ratios));
        }
    }

    private static void batch(Path in, Path out, LocalModel model, int tokens) {
        try (BatchFiles files = BatchFiles.open(in, out)) {
            files.run(
                    model,
                    SparkRows.OPTIONS.maxTokens(tokens),
                    ProcessorCatalog.standard(),
                    22,
                    Long.MAX_VALUE,
                    (done, isError, read, written) -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }
}
