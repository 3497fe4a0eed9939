package io.github.isotherm.bench;

import io.github.isotherm.error.Checks;
import java.util.List;

/**
 * Which runs of a graph are timed.
 *
 * @param promptTokens of the prefill; the rows' prompts are half as long to as long, ≥ 2
 * @param pasts how many tokens stand before a lone step, ≥ 1 each
 * @param rows how many sequences share a run, ≥ 2 each
 * @param steps runs in a row, ≥ 1
 * @param rounds how often everything is timed in turn, ≥ 1, after one round that does not count
 */
public record RunSettings(int promptTokens, List<Integer> pasts, List<Integer> rows, int steps, int rounds) {
    /** Checks the ranges. */
    public RunSettings {
        Checks.atLeast("prompt tokens", promptTokens, 2);
        Checks.atLeast("steps", steps, 1);
        Checks.atLeast("rounds", rounds, 1);
        pasts = List.copyOf(pasts);
        rows = List.copyOf(rows);
        pasts.forEach(past -> Checks.atLeast("past", past, 1));
        rows.forEach(count -> Checks.atLeast("rows", count, 2));
    }

    /**
     * The most tokens that a sequence will have.
     *
     * @return tokens
     */
    public int longest() {
        return steps + pasts.stream().reduce(promptTokens, Math::max);
    }
}
