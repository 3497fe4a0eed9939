package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.List;

/** The times of a prompt fed to an empty sequence at once. */
final class PrefillClock {
    private static final double NANOS_PER_MILLI = 1e6;

    private final CausalModel model;
    private final List<Double> times = new ArrayList<>();

    PrefillClock(CausalModel model) {
        this.model = model;
    }

    void feed(int[] prompt) {
        try (Sequence sequence = model.open()) {
            long start = System.nanoTime();
            model.run(List.of(new Feed(sequence, prompt, 1)));
            times.add((System.nanoTime() - start) / NANOS_PER_MILLI);
        }
    }

    /** Forgets the times so far. */
    void reset() {
        times.clear();
    }

    Timing timing() {
        return Timing.of(times);
    }
}
