package io.github.isotherm.bench;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.generate.CausalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Times runs of a graph: prefill, a lone step behind several pasts, and rows of different prompts, together and one after
 * another. Rounds go through everything in turn, and through both graphs where there are two, so that what else the
 * machine does hits all figures alike. Used once, by one thread.
 */
public final class RunBenchmark implements AutoCloseable {
    private final RunSettings settings;
    private final SplittableRandom random = new SplittableRandom(1);
    private final int vocabulary;
    private final int[] prompt;
    private final List<PrefillClock> prefills = new ArrayList<>();
    private final List<List<RunClock>> steps = new ArrayList<>();
    private final List<RunClock> together = new ArrayList<>();
    private final List<List<RunClock>> apart = new ArrayList<>();

    /** Feeds everything that stands before the steps. */
    private RunBenchmark(List<CausalModel> lone, List<CausalModel> wide, RunSettings settings) {
        this.settings = settings;
        vocabulary = lone.get(0).vocabularySize();
        prompt = ids(settings.promptTokens());
        lone.forEach(model -> prefills.add(new PrefillClock(model)));
        for (int past : settings.pasts()) {
            steps.add(clocks(lone, List.of(ids(past))));
        }
        for (int i = 0; i < wide.size(); i++) {
            List<int[]> prompts = prompts(settings.rows().get(i));
            together.add(new RunClock(wide.get(i), prompts));
            apart.add(clocks(lone, prompts));
        }
    }

    /**
     * Measures.
     *
     * @param model the model, of one row
     * @param other the same, opened otherwise, or null
     * @param wide the same, one for each of the settings' numbers of rows and as wide
     * @param settings what
     * @param progress told after every round how many are done, 0 after the one that does not count
     * @return the figures
     * @throws ContextLengthException when a past and the steps are longer than the model's context
     */
    public static RunResult run(
            CausalModel model,
            @Nullable CausalModel other,
            List<CausalModel> wide,
            RunSettings settings,
            IntConsumer progress) {
        if (settings.longest() > model.contextLength()) {
            throw new ContextLengthException(settings.longest(), model.contextLength());
        }
        Checks.atLeast("wide models", wide.size(), settings.rows().size());
        List<CausalModel> lone = other == null ? List.of(model) : List.of(model, other);
        try (RunBenchmark benchmark = new RunBenchmark(lone, wide, settings)) {
            benchmark.round(0);
            benchmark.reset();
            progress.accept(0);
            for (int round = 1; round <= settings.rounds(); round++) {
                benchmark.round(round);
                progress.accept(round);
            }
            return benchmark.result();
        }
    }

    private int[] ids(int count) {
        return random.ints(count, 0, vocabulary).toArray();
    }

    private List<int[]> prompts(int count) {
        int most = settings.promptTokens();
        return IntStream.range(0, count)
                .mapToObj(row -> ids(random.nextInt(most / 2, most + 1)))
                .toList();
    }

    private static List<RunClock> clocks(List<CausalModel> models, List<int[]> prompts) {
        return models.stream().map(model -> new RunClock(model, prompts)).toList();
    }

    private void round(int number) {
        turns(prefills, number).forEach(clock -> clock.feed(prompt));
        for (List<RunClock> step : steps) {
            turns(step, number).forEach(clock -> clock.oneAfterAnother(settings.steps()));
        }
        for (int i = 0; i < together.size(); i++) {
            together.get(i).together(settings.steps());
            turns(apart.get(i), number).forEach(clock -> clock.oneAfterAnother(settings.steps()));
        }
    }

    /** In odd rounds the other graph goes first. */
    private static <T> List<T> turns(List<T> clocks, int number) {
        return number % 2 == 0 || clocks.size() == 1 ? clocks : List.of(clocks.get(1), clocks.get(0));
    }

    private void reset() {
        prefills.forEach(PrefillClock::reset);
        allClocks().forEach(RunClock::reset);
    }

    private List<RunClock> allClocks() {
        List<RunClock> all = new ArrayList<>(together);
        steps.forEach(all::addAll);
        apart.forEach(all::addAll);
        return all;
    }

    private RunResult result() {
        return new RunResult(
                pair(prefills.stream().map(PrefillClock::timing).toList()),
                IntStream.range(0, steps.size())
                        .mapToObj(i -> new RunResult.Step(settings.pasts().get(i), times(steps.get(i))))
                        .toList(),
                IntStream.range(0, together.size())
                        .mapToObj(i -> new RunResult.Rows(
                                settings.rows().get(i), together.get(i).timing(), times(apart.get(i))))
                        .toList());
    }

    private static RunResult.Pair times(List<RunClock> clocks) {
        return pair(clocks.stream().map(RunClock::timing).toList());
    }

    private static RunResult.Pair pair(List<Timing> timings) {
        return new RunResult.Pair(timings.get(0), timings.size() == 1 ? null : timings.get(1));
    }

    @Override
    public void close() {
        allClocks().forEach(RunClock::close);
    }
}
