package io.github.isotherm.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long runs of a graph take, in milliseconds: the engine alone, without the loop.
 *
 * @param prefill of a prompt into an empty sequence
 * @param steps of one token, by how many stand before it
 * @param rows of one token each of several prompts
 */
public record RunResult(Pair prefill, List<Step> steps, List<Rows> rows) {
    /** Copies the lists. */
    public RunResult {
        steps = List.copyOf(steps);
        rows = List.copyOf(rows);
    }

    /**
     * The same work by two graphs, in turn.
     *
     * @param here by the graph as the engine runs it
     * @param other by the graph opened otherwise, null when that was not asked for
     */
    public record Pair(Timing here, @Nullable Timing other) {}

    /**
     * A lone step.
     *
     * @param past tokens before it
     * @param time of a run
     */
    public record Step(int past, Pair time) {}

    /**
     * A token for each of several different prompts.
     *
     * @param count how many
     * @param together all in one run of a graph of that width
     * @param oneAfterAnother a run each, of a graph of one row
     */
    public record Rows(int count, Timing together, Pair oneAfterAnother) {}
}
