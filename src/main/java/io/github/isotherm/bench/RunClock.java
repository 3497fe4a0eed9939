package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sequences of one model that stand behind their prompts, and the times of the runs that carry them on. */
final class RunClock implements AutoCloseable {
    private static final double NANOS_PER_MILLI = 1e6;

    /** As long as the scheduler's; a longer run takes more memory for what is between the layers. */
    private static final int CHUNK = 512;

    private final CausalModel model;
    private final List<int[]> prompts;
    private final List<Sequence> sequences = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();

    /** Feeds the prompts. */
    RunClock(CausalModel model, List<int[]> prompts) {
        this.model = model;
        this.prompts = prompts;
        for (int[] prompt : prompts) {
            Sequence sequence = model.open();
            sequences.add(sequence);
            for (int from = 0; from < prompt.length; from += CHUNK) {
                int to = Math.min(from + CHUNK, prompt.length);
                model.run(List.of(new Feed(sequence, Arrays.copyOfRange(prompt, from, to), 0)));
            }
        }
    }

    /** Carries all sequences on in one run a step. */
    void together(int steps) {
        for (int step = 0; step < steps; step++) {
            int token = step;
            long start = System.nanoTime();
            model.run(sequences.stream().map(sequence -> next(sequence, token)).toList());
            add(start);
        }
        rewind();
    }

    /** Carries the sequences on by a run each; a step is a token of every one. */
    void oneAfterAnother(int steps) {
        for (int step = 0; step < steps; step++) {
            long start = System.nanoTime();
            for (Sequence sequence : sequences) {
                model.run(List.of(next(sequence, step)));
            }
            add(start);
        }
        rewind();
    }

    private Feed next(Sequence sequence, int step) {
        return new Feed(sequence, new int[] {step % model.vocabularySize()}, 1);
    }

    private void add(long start) {
        times.add((System.nanoTime() - start) / NANOS_PER_MILLI);
    }

    private void rewind() {
        for (int i = 0; i < sequences.size(); i++) {
            sequences.get(i).rewind(prompts.get(i).length);
        }
    }

    /** Forgets the times so far. */
    void reset() {
        times.clear();
    }

    Timing timing() {
        return Timing.of(times);
    }

    @Override
    public void close() {
        sequences.forEach(Sequence::close);
    }
}
