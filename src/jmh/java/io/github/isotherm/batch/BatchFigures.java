package io.github.isotherm.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.RowSeed;
import io.github.isotherm.generate.Activations;
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
 * completions}, {@code fast} for the same with fast activations, {@code scores}), all where none is given.
 */
public final class BatchFigures {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROWS = 32;
    private static final int TOKENS = 64;
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
        List<String> asked = arguments.length == 0 ? List.of("completions", "fast", "scores") : List.of(arguments);
        Path folder = Files.createTempDirectory("isotherm-figures");
        BatchFigures figures = new BatchFigures(folder);
        for (String which : asked) {
            switch (which) {
                case "completions" -> figures.completions(Activations.EXACT);
                case "fast" -> figures.completions(Activations.FAST);
                case "scores" -> figures.scores();
                default -> throw new IllegalArgumentException(which);
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

    private static LocalModel open(int threads, int rows, Activations activations) {
        return LocalModel.open(
                LocalModel.bundledFolder(),
                EngineOptions.defaults().withThreads(threads).withRows(rows).withActivations(activations));
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

    private Map<Integer, JsonNode> batch(Path in, BatchOptions options, LocalModel... copies) throws Exception {
        Path out = folder.resolve("out.jsonl");
        Files.deleteIfExists(out);
        try (BatchFiles files = BatchFiles.open(in, out, options)) {
            files.run(List.of(copies), (done, isError, read, written) -> {});
        }
        Map<Integer, JsonNode> answers = new TreeMap<>();
        for (String line : Files.readAllLines(out)) {
            JsonNode answer = JSON.readTree(line);
            answers.put(answer.get("id").asInt(), answer);
        }
        return answers;
    }

    /** Ways to run a batch on two processors, or on one of them. */
    private enum Way {
        ONE_THREAD("one thread"),
        TWO_THREADS("two threads"),
        TWO_COPIES("two copies of one thread each");

        private final String name;

        Way(String name) {
            this.name = name;
        }
    }

    /** Against one prompt after another, on one thread. */
    private void completions(Activations activations) throws Exception {
        Path in = rows(
                "in.jsonl",
                IntStream.range(0, ROWS).mapToObj(BatchFigures::prompt).toList());
        double[][] ratios = new double[Way.values().length][ROUNDS];
        double[][] rates = new double[Way.values().length][ROUNDS];
        try (LocalModel narrow = open(1, 1, activations);
                LocalModel one = open(1, WIDTH, activations);
                LocalModel other = open(1, WIDTH, activations);
                LocalModel two = open(2, WIDTH, activations)) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                List<String> alone = alone(narrow);
                long took = System.nanoTime() - start;
                say("completions: %.0f tokens/s one after another", ROWS * TOKENS * 1e9 / took);
                for (Way way : Way.values()) {
                    start = System.nanoTime();
                    Map<Integer, JsonNode> together = switch (way) {
                        case ONE_THREAD -> batch(in, OPTIONS, one);
                        case TWO_THREADS -> batch(in, OPTIONS, two);
                        case TWO_COPIES -> batch(in, OPTIONS, one, other);
                    };
                    long shared = System.nanoTime() - start;
                    refuseOthers(alone, together);
                    ratios[way.ordinal()][round] = took / (double) shared;
                    rates[way.ordinal()][round] = sum(together, "completion_tokens") * 1e9 / shared;
                    say(
                            "completions: %.0f tokens/s as a batch, %s, ratio %.2f",
                            rates[way.ordinal()][round], way.name, ratios[way.ordinal()][round]);
                }
            }
        }
        for (Way way : Way.values()) {
            say(
                    "completions, %s, %s: ratio least %.2f, median %.2f; a million tokens written in %.2f hours",
                    way.name,
                    activations,
                    least(ratios[way.ordinal()]),
                    median(ratios[way.ordinal()]),
                    1e6 / median(rates[way.ordinal()]) / 3600);
        }
    }

    private static List<String> alone(LocalModel model) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> model.complete(
                                prompt(i),
                                OPTIONS.completion()
                                        .seed(RowSeed.of(0, Integer.toString(i)).value()))
                        .text())
                .toList();
    }

    private static void refuseOthers(List<String> alone, Map<Integer, JsonNode> together) {
        if (!alone.equals(together.values().stream()
                .map(answer -> answer.get("text").asText())
                .toList())) {
            throw new IllegalStateException("Texts differ.");
        }
    }

    private void scores() throws Exception {
        Path in = rows(
                "pages.jsonl",
                IntStream.range(0, 8).mapToObj(BatchFigures::page).toList());
        BatchOptions options = BatchOptions.defaults().scores(true);
        for (int threads = 1; threads <= 2; threads++) {
            double[] rates = new double[ROUNDS];
            try (LocalModel model = open(threads, WIDTH, Activations.EXACT)) {
                for (int round = 0; round < ROUNDS; round++) {
                    long start = System.nanoTime();
                    Map<Integer, JsonNode> scored = batch(in, options, model);
                    rates[round] = sum(scored, "prompt_tokens") * 1e9 / (System.nanoTime() - start);
                    say(
                            "scores on %d threads: %d tokens a text, %.0f tokens/s",
                            threads, sum(scored, "prompt_tokens") / scored.size(), rates[round]);
                }
            }
            say("scores on %d threads: a million tokens in %.2f hours", threads, 1e6 / median(rates) / 3600);
        }
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
