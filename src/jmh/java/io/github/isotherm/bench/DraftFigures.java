package io.github.isotherm.bench;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.DraftCount;
import io.github.isotherm.generate.Drafting;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * What guesses by prompt lookup gain or lose, with one model that guesses and one that does not, in turn. Arguments: activations
 * ({@code exact}, {@code fast}), threads, rounds, and words that the names of the rows to measure have, all where none are given.
 */
public final class DraftFigures {
    private static final List<String> TEXTS = List.of(
            "The old lighthouse keeper climbed the narrow stairs every evening to light the great lamp. He had done so for"
                    + " thirty years, in storms and in calm weather, and had never missed a single night.",
            "Our meeting on Monday moved to room 214 because the projector in room 109 is broken. Please bring the printed"
                    + " reports, two copies of the budget and a list of open questions for the auditors.",
            "Water boils at a lower temperature on a mountain than at the sea, because the pressure of the air falls with"
                    + " height. At three thousand metres it boils at about ninety degrees, and eggs need longer to cook.",
            "Maria Keller, born in Zurich in 1962, studied chemistry in Vienna and moved to Toronto in 1989. She has written"
                    + " four books about the history of dyes and teaches at a small college near the lake.");

    private static final String SCHEMA = """
            {"type": "object",
             "properties": {"first": {"type": "string", "maxLength": 300}, "second": {"type": "string", "maxLength": 300}},
             "required": ["first", "second"]}""";

    private static final List<String> STOP = List.of("\n\n");

    private static final Executor EXECUTOR = ForkJoinPool.commonPool();

    private final LocalModel without;
    private final LocalModel with;
    private final int rounds;
    private final String words;

    private DraftFigures(LocalModel without, LocalModel with, int rounds, String words) {
        this.without = without;
        this.with = with;
        this.rounds = rounds;
        this.words = words;
    }

    /**
     * Measures, and prints what came of it.
     *
     * @param arguments activations, threads, rounds, words
     */
    public static void main(String[] arguments) {
        EngineOptions engine = EngineOptions.defaults()
                .withActivations(Activations.valueOf(arguments[0].toUpperCase(Locale.ROOT)))
                .withThreads(Integer.parseInt(arguments[1]))
                .withRows(8);
        EngineOptions lone = engine.withRows(1);
        int rounds = Integer.parseInt(arguments[2]);
        String words = arguments.length > 3 ? arguments[3] : "";
        Path folder = LocalModel.bundledFolder();
        SchedulerOptions off = SchedulerOptions.defaults().withDrafting(Drafting.OFF);
        System.out.printf(
                "%-34s %5s %7s  %14s  %11s  %s%n", "", "texts", "tokens", "× min / median", "taken / fed", "same");
        try (LocalModel without = LocalModel.open(folder, lone, off);
                LocalModel with = LocalModel.open(folder, lone, SchedulerOptions.defaults())) {
            DraftFigures figures = new DraftFigures(without, with, rounds, words);
            figures.measure("copies, greedy", copies(), greedy().stop(STOP), 1);
            figures.measure("copies, defaults", copies(), usual().stop(STOP), 1);
            figures.measure("extraction, defaults", extractions(), usual().stop(List.of("\n")), 1);
            figures.measure(
                    "JSON from a text, defaults", documents(), usual().with(JsonSchemaConstraint.of(SCHEMA)), 1);
            figures.measure("ordinary, greedy", stories(8), greedy(), 1);
            figures.measure("ordinary, defaults", stories(8), usual(), 1);
            figures.measure(
                    "ordinary, T = 0.7, top-p 0.95",
                    stories(8),
                    usual().temperature(0.7).topP(0.95),
                    1);
            figures.measure(
                    "ordinary, T = 1", stories(8), usual().temperature(1.0).topP(1.0), 1);
        }
        try (LocalModel without = LocalModel.open(folder, engine, off);
                LocalModel with = LocalModel.open(folder, engine, SchedulerOptions.defaults())) {
            DraftFigures figures = new DraftFigures(without, with, rounds, words);
            figures.measure("8 at once: ordinary, defaults", stories(8), usual(), 8);
            figures.measure(
                    "8 at once: ordinary, T = 1",
                    stories(8),
                    usual().temperature(1.0).topP(1.0),
                    8);
            figures.measure("4 at once: copies, defaults", copies(), usual().stop(STOP), 4);
        }
    }

    /** A text and its copy, and the text again: the copy is what an editor's answer mostly is. */
    private static List<String> copies() {
        String first = "Text: " + TEXTS.get(0) + "\nCopy: " + TEXTS.get(0);
        return IntStream.range(0, TEXTS.size())
                .mapToObj(i -> TEXTS.get(i) + " " + TEXTS.get((i + 1) % TEXTS.size()))
                .map(text -> first + "\n\nText: " + text + "\nCopy:")
                .toList();
    }

    private static List<String> sentences(String text) {
        int end = text.indexOf(". ") + 1;
        return List.of(text.substring(0, end), text.substring(end + 1));
    }

    /** A text and one sentence of it. */
    private static List<String> extractions() {
        String first = "Text: " + TEXTS.get(0) + "\nSecond sentence: "
                + sentences(TEXTS.get(0)).get(1);
        return TEXTS.stream()
                .skip(1)
                .map(text -> first + "\n\nText: " + text + "\nSecond sentence:")
                .toList();
    }

    /** A text and its parts as JSON. */
    private static List<String> documents() {
        List<String> parts = sentences(TEXTS.get(0));
        String first = "Text: " + TEXTS.get(0) + "\nJSON: {\"first\": \"" + parts.get(0) + "\", \"second\": \""
                + parts.get(1) + "\"}";
        return TEXTS.stream()
                .skip(1)
                .map(text -> first + "\n\nText: " + text + "\nJSON:")
                .toList();
    }

    private static List<String> stories(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "Story number " + number + " begins with a cat, a dog and " + number % 7
                        + " birds. Once upon a time")
                .toList();
    }

    private static CompletionOptions greedy() {
        return CompletionOptions.defaults().temperature(0).maxTokens(128);
    }

    private static CompletionOptions usual() {
        return CompletionOptions.defaults().maxTokens(128).seed(7L);
    }

    private void measure(String what, List<String> prompts, CompletionOptions options, int atOnce) {
        if (!what.contains(words)) {
            return;
        }
        double[] ratios = new double[rounds];
        List<Completion> plain = List.of();
        List<Completion> guessed = List.of();
        run(with, prompts, options, atOnce);
        for (int round = 0; round < rounds; round++) {
            plain = run(without, prompts, options, atOnce);
            guessed = run(with, prompts, options, atOnce);
            ratios[round] = seconds(plain) / seconds(guessed);
        }
        Arrays.sort(ratios);
        boolean same = IntStream.range(0, prompts.size()).allMatch(sameTokens(plain, guessed)::get);
        DraftCount count = sum(guessed);
        System.out.printf(
                Locale.ROOT,
                "%-34s %5d %7d  %6.2f / %5.2f  %5d / %5d  %s%n",
                what,
                prompts.size(),
                guessed.stream()
                        .mapToInt(one -> one.result().completionTokens())
                        .sum(),
                ratios[0],
                ratios[rounds / 2],
                count.taken(),
                count.fed(),
                same);
    }

    private static List<Boolean> sameTokens(List<Completion> one, List<Completion> other) {
        return IntStream.range(0, one.size())
                .mapToObj(i -> Arrays.equals(
                        one.get(i).result().tokens().toArray(),
                        other.get(i).result().tokens().toArray()))
                .toList();
    }

    /** From the first token to the last. */
    private static double seconds(List<Completion> completions) {
        return completions.stream()
                .mapToDouble(one -> one.result()
                                .duration()
                                .minus(one.result().timeToFirstToken())
                                .toNanos()
                        / 1e9)
                .sum();
    }

    private static DraftCount sum(List<Completion> completions) {
        int fed = 0;
        int taken = 0;
        for (Completion completion : completions) {
            fed += completion.result().drafts().fed();
            taken += completion.result().drafts().taken();
        }
        return new DraftCount(fed, taken);
    }

    private static List<Completion> run(LocalModel model, List<String> prompts, CompletionOptions options, int atOnce) {
        List<Completion> completions = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from += atOnce) {
            List<CompletableFuture<Completion>> asked = prompts.subList(from, from + atOnce).stream()
                    .map(prompt -> model.completeAsync(
                            model.encode(prompt), options, GenerationListener.NONE, new Cancellation(), EXECUTOR))
                    .toList();
            asked.forEach(one -> completions.add(one.join()));
        }
        return completions;
    }
}
