package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes when logits come, and how much of the time between them was ONNX Runtime's: a processor that changes nothing, as it is
 * the one thing that runs on the model's own thread.
 */
final class TokenClock implements LogitsProcessor {
    private static final double NANOS_PER_MILLI = 1e6;

    private final CausalModel model;
    private final List<Long> times = new ArrayList<>();
    private long runtimeAtFirst;
    private long runtimeAtLast;

    TokenClock(CausalModel model) {
        this.model = model;
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        runtimeAtLast = model.runtimeNanos();
        if (times.isEmpty()) {
            runtimeAtFirst = runtimeAtLast;
        }
        times.add(System.nanoTime());
    }

    /** From each token to the next, ms. */
    List<Double> steps() {
        List<Double> steps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            steps.add((times.get(i) - times.get(i - 1)) / NANOS_PER_MILLI);
        }
        return steps;
    }

    /** The mean step, ms. */
    double meanStep() {
        return (times.get(times.size() - 1) - times.get(0)) / NANOS_PER_MILLI / (times.size() - 1);
    }

    /** The mean of what ONNX Runtime took of a step, ms. */
    double meanRuntimeStep() {
        return (runtimeAtLast - runtimeAtFirst) / NANOS_PER_MILLI / (times.size() - 1);
    }

    /** What a step takes beyond ONNX Runtime, as a part of what that takes. */
    double overhead() {
        return meanStep() / meanRuntimeStep() - 1;
    }
}
