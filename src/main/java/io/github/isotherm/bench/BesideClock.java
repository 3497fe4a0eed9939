package io.github.isotherm.bench;

import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.generate.Ticket;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Times the steps of a row while another's long prompt is read, against the chunks of that prompt. */
final class BesideClock {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Scheduler scheduler;
    private final int vocabularySize;
    private final int promptTokens;
    private final List<Double> longest = new ArrayList<>();
    private final List<Double> chunk = new ArrayList<>();

    BesideClock(Scheduler scheduler, int vocabularySize, int promptTokens) {
        this.scheduler = scheduler;
        this.vocabularySize = vocabularySize;
        this.promptTokens = promptTokens;
    }

    void round(int[] prompt, int number) {
        int[] other = new SplittableRandom(1000L + number)
                .ints(promptTokens, 0, vocabularySize)
                .toArray();
        long start = System.nanoTime();
        scheduler.score(other, List.of(), new Cancellation()).await();
        chunk.add((System.nanoTime() - start) / NANOS_PER_MILLI / Math.ceil((double) promptTokens / Scheduler.CHUNK));
        longest.add(Collections.max(stepsBeside(prompt, other)));
    }

    /** The row goes on until the other's prompt is read. */
    private List<Double> stepsBeside(int[] prompt, int[] other) {
        Cancellation enough = new Cancellation();
        List<Double> steps = new ArrayList<>();
        GenerationListener clock = new GenerationListener() {
            private long last;
            private @Nullable Ticket<ScoredPrompt> reading;

            @Override
            public void onToken(int id, @Nullable StepTrace trace) {
                long now = System.nanoTime();
                if (reading != null) {
                    steps.add((now - last) / NANOS_PER_MILLI);
                } else {
                    reading = scheduler.score(other, List.of(), new Cancellation());
                }
                last = now;
                if (reading.isOver()) {
                    enough.cancel();
                }
            }
        };
        GenerationRequest endless = GenerationRequest.of(prompt)
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(promptTokens)
                .build();
        scheduler.generate(endless, clock, enough).await();
        return steps;
    }

    BenchmarkResult.Beside result() {
        return new BenchmarkResult.Beside(promptTokens, Timing.of(longest), Timing.of(chunk));
    }
}
