package io.github.isotherm.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.RowSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a batch gains over one prompt after another, and what tokens cost, with the bundled model. Arguments: which ({@code
 * completions}, {@code scores}), all where none is given.
 */
public final class BatchFigures {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROWS = 48;
    private static final int TOKENS = 32;
    private static final int ROUNDS = 3;
    private static final int WIDTH = 16;
    private static final BatchOptions OPTIONS = BatchOptions.defaults()
            .completion(CompletionOptions.defaults().temperature(1.0).maxTokens(TOKENS));

    private final Path folder;

    private BatchFigures(Path folder) {
        this.folder = folder;
    }

    /**
     * Measures, and prints what came of it.
     *
     * @param arguments which
     */
    public static void main(String[] arguments) throws Exception {
        List<String> asked = arguments.length == 0 ? List.of("completions", "scores") : List.of(arguments);
        Path folder = Files.createTempDirectory("isotherm-figures");
        BatchFigures figures = new BatchFigures(folder);
        for (String which : asked) {
            for (int threads = 1; threads <= 2; threads++) {
                switch (which) {
                    case "completions" -> figures.completions(threads);
                    case "scores" -> figures.scores(threads);
                    default -> throw new IllegalArgumentException(which);
                }
            }
        }
    }

    private static String prompt(int number) {
        return "Story number " + number + " begins with a cat, a dog and " + number % 7 + " birds. Once upon a time";
    }

    private static String page(int number) {
        return IntStream.range(0, 24)
                .mapToObj(line -> prompt(number * 31 + line))
                .reduce("", (a, b) -> a + b + ". ");
    }

    private static LocalModel open(int threads, int rows) {
        return LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults().withThreads(threads).withRows(rows));
    }

    private Path rows(String name, List<String> prompts) throws IOException {
        return Files.write(
                folder.resolve(name),
                IntStream.range(0, prompts.size())
                        .mapToObj(i -> JSON.createObjectNode()
                                .put("id", i)
                                .put("prompt", prompts.get(i))
                                .toString())
                        .toList());
    }

    private Map<Integer, JsonNode> batch(Path in, BatchOptions options, LocalModel model) throws Exception {
        Path out = folder.resolve("out.jsonl");
        Files.deleteIfExists(out);
        try (BatchFiles files = BatchFiles.open(in, out, options)) {
            files.run(model, (done, isError, read, written) -> {});
        }
        Map<Integer, JsonNode> answers = new TreeMap<>();
        for (String line : Files.readAllLines(out)) {
            JsonNode answer = JSON.readTree(line);
            answers.put(answer.get("id").asInt(), answer);
        }
        return answers;
    }

    private void completions(int threads) throws Exception {
        Path in = rows(
                "in.jsonl",
                IntStream.range(0, ROWS).mapToObj(BatchFigures::prompt).toList());
        double[] ratios = new double[ROUNDS];
        double[] rates = new double[ROUNDS];
        try (LocalModel wide = open(threads, WIDTH);
                LocalModel narrow = open(threads, 1)) {
            batch(in, OPTIONS.limit(8), wide);
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                List<String> alone = IntStream.range(0, ROWS)
                        .mapToObj(i -> narrow.complete(
                                        prompt(i),
                                        OPTIONS.completion()
                                                .seed(RowSeed.of(0, Integer.toString(i))
                                                        .value()))
                                .text())
                        .toList();
                long between = System.nanoTime();
                Map<Integer, JsonNode> together = batch(in, OPTIONS, wide);
                long end = System.nanoTime();
                if (!alone.equals(together.values().stream()
                        .map(answer -> answer.get("text").asText())
                        .toList())) {
                    throw new IllegalStateException("Texts differ.");
                }
                long written = sum(together, "completion_tokens");
                ratios[round] = (between - start) / (double) (end - between);
                rates[round] = written * 1e9 / (end - between);
                say(
                        "completions, %d threads: %.0f tokens/s one after another, %.0f as a batch, ratio %.2f",
                        threads, written * 1e9 / (between - start), rates[round], ratios[round]);
            }
        }
        say(
                "completions, %d threads: ratio least %.2f, median %.2f; a million tokens written in %.2f hours (median)",
                threads, least(ratios), median(ratios), 1e6 / median(rates) / 3600);
    }

    private void scores(int threads) throws Exception {
        Path in = rows(
                "pages.jsonl",
                IntStream.range(0, 8).mapToObj(BatchFigures::page).toList());
        BatchOptions options = BatchOptions.defaults().scores(true);
        double[] rates = new double[ROUNDS];
        try (LocalModel model = open(threads, WIDTH)) {
            batch(in, options.limit(1), model);
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Map<Integer, JsonNode> scored = batch(in, options, model);
                rates[round] = sum(scored, "prompt_tokens") * 1e9 / (System.nanoTime() - start);
                say(
                        "scores, %d threads: %d tokens a text, %.0f tokens/s",
                        threads, sum(scored, "prompt_tokens") / scored.size(), rates[round]);
            }
        }
        say("scores, %d threads: a million tokens in %.2f hours (median)", threads, 1e6 / median(rates) / 3600);
    }

    private static long sum(Map<Integer, JsonNode> answers, String field) {
        return answers.values().stream()
                .mapToLong(answer -> answer.get(field).asLong())
                .sum();
    }

    private static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double median(double[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void say(String form, Object... values) {
        System.out.printf(Locale.ROOT, form + "%n", values);
    }
}
