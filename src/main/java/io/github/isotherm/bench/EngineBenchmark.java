package io.github.isotherm.bench;

import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.decode.Temperature;
import io.github.isotherm.decode.TraceOptions;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Measures a model: greedy completions of random prompts that no end-of-sequence token ends. Rounds go through everything
 * in turn, so that what else the machine does hits all figures alike. Used once, by one thread.
 */
public final class EngineBenchmark {
    /** As many as OpenAI's API gives at most. */
    private static final TraceOptions TRACE = TraceOptions.top(20);

    private final CausalModel model;
    private final BenchmarkSettings settings;
    private final Scheduler scheduler;

    private final List<Double> prefill = new ArrayList<>();
    private final List<Double> firstToken = new ArrayList<>();
    private final List<Double> step = new ArrayList<>();
    private final List<Double> runtimeStep = new ArrayList<>();
    private final List<Double> overhead = new ArrayList<>();
    private final List<Double> tracedOverhead = new ArrayList<>();
    private final Map<Integer, List<Double>> rows = new LinkedHashMap<>();
    private final ComparisonClock comparison;
    private long stateBytes;

    private EngineBenchmark(CausalModel model, BenchmarkSettings settings, Scheduler scheduler) {
        this.model = model;
        this.settings = settings;
        this.scheduler = scheduler;
        comparison = new ComparisonClock(scheduler, settings);
    }

    /**
     * Measures.
     *
     * @param model the model
     * @param settings what
     * @param progress told after every round how many are done, 0 after the one that does not count
     * @return the figures
     * @throws ContextLengthException when prompt and steps are longer than the model's context
     */
    public static BenchmarkResult run(CausalModel model, BenchmarkSettings settings, IntConsumer progress) {
        int length = settings.promptTokens() + settings.steps();
        if (length > model.contextLength()) {
            throw new ContextLengthException(length, model.contextLength());
        }
        SchedulerOptions keepingNothing = SchedulerOptions.defaults().withKept(0);
        try (Scheduler scheduler = new Scheduler(model, null, null, System::nanoTime, keepingNothing)) {
            new EngineBenchmark(model, settings, scheduler).round(0);
            progress.accept(0);
            EngineBenchmark benchmark = new EngineBenchmark(model, settings, scheduler);
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
                stateBytes,
                ProcessMemory.resident(),
                ProcessMemory.huge());
    }

    private void round(int number) {
        int[] prompt = new Random(number)
                .ints(settings.promptTokens(), 0, model.vocabularySize())
                .toArray();
        prefill(prompt);
        single(prompt);
        traced(prompt);
        for (int count : settings.rows()) {
            batch(prompt, count);
        }
        comparison.round(prompt, number);
    }

    private void prefill(int[] prompt) {
        long start = System.nanoTime();
        scheduler.score(prompt, List.of(), new Cancellation()).await();
        prefill.add((System.nanoTime() - start) / 1e6);
    }

    private void single(int[] prompt) {
        TokenClock clock = new TokenClock(model);
        GenerationResult result = generate(request(prompt).build(), clock);
        firstToken.add(result.timeToFirstToken().toNanos() / 1e6);
        step.addAll(clock.steps());
        runtimeStep.add(clock.meanRuntimeStep());
        overhead.add(clock.overhead());
    }

    private void traced(int[] prompt) {
        TokenClock clock = new TokenClock(model);
        generate(request(prompt).trace(TRACE).build(), clock);
        tracedOverhead.add(clock.overhead());
    }

    private GenerationResult generate(GenerationRequest request, GenerationListener listener) {
        stateBytes = model.stateBytes(request.prompt().size() + request.maxTokens() - 1);
        return scheduler
                .generate(request, listener, new Cancellation())
                .await()
                .completions()
                .get(0);
    }

    private void batch(int[] prompt, int count) {
        TokenClock clock = new TokenClock(model);
        scheduler
                .generate(
                        Collections.nCopies(count, request(prompt).build()),
                        row -> row == 0 ? clock : GenerationListener.NONE,
                        new Cancellation())
                .await();
        rows.computeIfAbsent(count, any -> new ArrayList<>()).add(clock.meanStep());
    }

    private GenerationRequest.Builder request(int[] prompt) {
        return GenerationRequest.of(prompt)
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(settings.steps());
    }
}
