package io.github.isotherm.bench;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, times in milliseconds.
 *
 * @param prefill from an empty session to the logits after the prompt
 * @param firstToken from the request to the first token
 * @param step from token to token, of single steps of one sequence
 * @param runtimeStep the part of a round's mean step that ONNX Runtime takes
 * @param overhead the loop's time beyond ONNX Runtime's, as a part of it, one value a round
 * @param tracedOverhead the same with a trace of every token: its log-probability and those of the 20 most probable
 * @param rows the batches
 * @param compared a comparison against single completions, null when none was asked for
 * @param beside steps while another's prompt is read, null when not asked for
 * @param stateBytes the KV cache of one sequence at its end
 * @param residentBytes the memory of the process at the end, where the system says
 * @param hugeBytes how much of it lies on huge pages, where the system says
 */
public record BenchmarkResult(
        Timing prefill,
        Timing firstToken,
        Timing step,
        Timing runtimeStep,
        Timing overhead,
        Timing tracedOverhead,
        List<Rows> rows,
        @Nullable Compared compared,
        @Nullable Beside beside,
        long stateBytes,
        OptionalLong residentBytes,
        OptionalLong hugeBytes) {
    /** Copies the list. */
    public BenchmarkResult {
        rows = List.copyOf(rows);
    }

    /**
     * Sequences that were decoded together.
     *
     * @param count how many
     * @param step from token to token, the mean of a round, all rows together
     */
    public record Rows(int count, Timing step) {}

    /**
     * Completions at several temperatures.
     *
     * @param temperatures how many
     * @param together all as one comparison: one prefill, rows that share runs
     * @param apart one completion a temperature, one after another, each with its own prefill
     * @param ratio together over apart, one value a round
     */
    public record Compared(int temperatures, Timing together, Timing apart, Timing ratio) {}

    /**
     * A row's steps while another's prompt is read.
     *
     * @param promptTokens the length of that prompt
     * @param longest the longest step of a round
     * @param chunk a chunk of that prompt when nothing else runs, the mean of a round
     */
    public record Beside(int promptTokens, Timing longest, Timing chunk) {}
}
