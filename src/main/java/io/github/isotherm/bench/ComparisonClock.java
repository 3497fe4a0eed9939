package io.github.isotherm.bench;

import io.github.isotherm.compare.Comparison;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.sampling.ProcessorChain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times a comparison of several temperatures, one prefill and rows that share runs, against one completion a temperature, one after
 * another and each with its own prefill. Both draw the same tokens from the same seed, and nothing ends them early.
 */
final class ComparisonClock {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MOST_ROWS = 16;

    private final EngineBenchmark.Schedulers schedulers;
    private final List<Double> temperatures;
    private final int steps;
    private final List<Double> together = new ArrayList<>();
    private final List<Double> apart = new ArrayList<>();
    private final List<Double> ratio = new ArrayList<>();

    /**
     * A clock.
     *
     * @param schedulers keep nothing, so that each reads its prompt
     */
    ComparisonClock(EngineBenchmark.Schedulers schedulers, BenchmarkSettings settings) {
        this.schedulers = schedulers;
        temperatures = settings.temperatures();
        steps = settings.steps();
    }

    /** Measures both once; nothing without temperatures. */
    void round(int[] prompt, long seed) {
        if (temperatures.isEmpty()) {
            return;
        }
        together.add(together(prompt, seed));
        apart.add(apart(prompt, seed));
        ratio.add(together.get(together.size() - 1) / apart.get(apart.size() - 1));
    }

    BenchmarkResult.@Nullable Compared result() {
        return temperatures.isEmpty()
                ? null
                : new BenchmarkResult.Compared(
                        temperatures.size(), Timing.of(together), Timing.of(apart), Timing.of(ratio));
    }

    private double together(int[] prompt, long seed) {
        Comparison comparison = new Comparison(ProcessorChain.EMPTY, temperatures, 1, seed, steps, List.of());
        Scheduler scheduler = schedulers.of(Math.min(MOST_ROWS, temperatures.size()));
        long start = System.nanoTime();
        scheduler
                .generate(comparison.requests(prompt, List.of()), row -> GenerationListener.NONE, new Cancellation())
                .await();
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private double apart(int[] prompt, long seed) {
        Scheduler scheduler = schedulers.of(1);
        long start = System.nanoTime();
        for (double temperature : temperatures) {
            GenerationRequest request = GenerationRequest.of(prompt)
                    .chain(TemperatureChain.at(ProcessorChain.EMPTY, temperature))
                    .seed(seed)
                    .maxTokens(steps)
                    .build();
            scheduler
                    .generate(request, GenerationListener.NONE, new Cancellation())
                    .await();
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
