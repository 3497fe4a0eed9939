package io.github.isotherm.bench;

import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Drafting;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures a model: greedy completions of random prompts that no end-of-sequence token ends. Rounds go through everything
 * in turn, so that what else the machine does hits all figures alike. Used once, by one thread.
 */
public final class EngineBenchmark {
    /** As many as OpenAI's API gives at most. */
    private static final TraceOptions TRACE = TraceOptions.top(20);

    private final CausalModel model;
    private final BenchmarkSettings settings;
    private final Schedulers schedulers;
    private final Scheduler scheduler;

    private final List<Double> prefill = new ArrayList<>();
    private final List<Double> firstToken = new ArrayList<>();
    private final List<Double> step = new ArrayList<>();
    private final List<Double> runtimeStep = new ArrayList<>();
    private final List<Double> overhead = new ArrayList<>();
    private final List<Double> tracedOverhead = new ArrayList<>();
    private final Map<Integer, List<Double>> rows = new LinkedHashMap<>();
    private final ComparisonClock comparison;
    private final @Nullable BesideClock beside;
    private long stateBytes;
    private OptionalLong resident = OptionalLong.empty();
    private OptionalLong huge = OptionalLong.empty();

    private EngineBenchmark(CausalModel model, BenchmarkSettings settings, Schedulers schedulers) {
        this.model = model;
        this.settings = settings;
        this.schedulers = schedulers;
        scheduler = schedulers.of(1);
        comparison = new ComparisonClock(schedulers, settings);
        beside = settings.beside() == 0
                ? null
                : new BesideClock(schedulers.of(2), model.vocabularySize(), settings.beside());
    }

    /** One for each width, so that none has places that are not used. They keep nothing: every prompt is read. */
    static final class Schedulers implements AutoCloseable {
        private static final SchedulerOptions KEEPING_NOTHING =
                SchedulerOptions.defaults().withKept(0).withDrafting(Drafting.OFF);

        private final IntFunction<CausalModel> models;
        private final Map<Integer, Scheduler> opened = new LinkedHashMap<>();

        Schedulers(IntFunction<CausalModel> models) {
            this.models = models;
        }

        Scheduler of(int rows) {
            return opened.computeIfAbsent(
                    rows, count -> new Scheduler(models.apply(count), null, null, System::nanoTime, KEEPING_NOTHING));
        }

        @Override
        public void close() {
            opened.values().forEach(Scheduler::close);
        }
    }

    /**
     * Measures.
     *
     * @param models a model on which so many rows share runs, asked for once each; closed by the caller
     * @param settings what
     * @param progress told after every round how many are done, 0 after the one that does not count
     * @return the figures
     * @throws ContextLengthException when prompt and steps are longer than the model's context
     */
    public static BenchmarkResult run(
            IntFunction<CausalModel> models, BenchmarkSettings settings, IntConsumer progress) {
        CausalModel lone = models.apply(1);
        int length = Math.max(settings.promptTokens() + settings.steps(), settings.beside());
        if (length > lone.contextLength()) {
            throw new ContextLengthException(length, lone.contextLength());
        }
        try (Schedulers schedulers = new Schedulers(rows -> rows == 1 ? lone : models.apply(rows))) {
            EngineBenchmark warming = new EngineBenchmark(lone, settings, schedulers);
            warming.round(0);
            progress.accept(0);
            EngineBenchmark benchmark = new EngineBenchmark(lone, settings, schedulers);
            benchmark.resident = warming.resident;
            benchmark.huge = warming.huge;
            for (int round = 1; round <= settings.rounds(); round++) {
                benchmark.round(round);
                progress.accept(round);
            }
            return benchmark.result();
        }
    }

    private BenchmarkResult result() {
        List<BenchmarkResult.Rows> batches = new ArrayList<>();
        rows.forEach((count, times) -> batches.add(new BenchmarkResult.Rows(count, Timing.of(times))));
        return new BenchmarkResult(
                Timing.of(prefill),
                Timing.of(firstToken),
                Timing.of(step),
                Timing.of(runtimeStep),
                Timing.of(overhead),
                Timing.of(tracedOverhead),
                batches,
                comparison.result(),
                beside == null ? null : beside.result(),
                stateBytes,
                resident,
                huge);
    }

    private void round(int number) {
        int[] prompt = new SplittableRandom(number)
                .ints(settings.promptTokens(), 0, model.vocabularySize())
                .toArray();
        prefill(prompt);
        single(prompt);
        traced(prompt);
        if (number == 0) {
            // Before there is a second model.
            resident = ProcessMemory.resident();
            huge = ProcessMemory.huge();
        }
        for (int count : settings.rows()) {
            batch(prompt, count);
        }
        comparison.round(prompt, number);
        if (beside != null) {
            beside.round(prompt, number);
        }
    }

    private void prefill(int[] prompt) {
        long start = System.nanoTime();
        scheduler.score(prompt, List.of(), new Cancellation()).await();
        prefill.add((System.nanoTime() - start) / 1e6);
    }

    private void single(int[] prompt) {
        TokenClock clock = new TokenClock(model);
        GenerationResult result = generate(request(prompt, clock).build());
        firstToken.add(result.timeToFirstToken().toNanos() / 1e6);
        step.addAll(clock.steps());
        runtimeStep.add(clock.meanRuntimeStep());
        overhead.add(clock.overhead());
    }

    private void traced(int[] prompt) {
        TokenClock clock = new TokenClock(model);
        generate(request(prompt, clock).trace(TRACE).build());
        tracedOverhead.add(clock.overhead());
    }

    private GenerationResult generate(GenerationRequest request) {
        stateBytes = model.stateBytes(request.prompt().size() + request.maxTokens() - 1);
        return scheduler
                .generate(request, GenerationListener.NONE, new Cancellation())
                .await()
                .completions()
                .get(0);
    }

    private void batch(int[] prompt, int count) {
        TokenClock clock = new TokenClock(model);
        List<GenerationRequest> requests =
                new ArrayList<>(Collections.nCopies(count, request(prompt).build()));
        requests.set(0, request(prompt, clock).build());
        schedulers
                .of(count)
                .generate(requests, row -> GenerationListener.NONE, new Cancellation())
                .await();
        rows.computeIfAbsent(count, any -> new ArrayList<>()).add(clock.meanStep());
    }

    private GenerationRequest.Builder request(int[] prompt, LogitsProcessor... before) {
        List<LogitsProcessor> processors = new ArrayList<>(List.of(before));
        processors.add(new Temperature(0));
        return GenerationRequest.of(prompt)
                .chain(ProcessorChain.of(processors.toArray(LogitsProcessor[]::new)))
                .maxTokens(settings.steps());
    }
}
