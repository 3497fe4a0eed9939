package io.github.isotherm.bench;

import io.github.isotherm.error.Checks;
import java.util.List;

/**
 * What is measured.
 *
 * @param promptTokens the length of the prompt, ≥ 1
 * @param steps tokens to generate, ≥ 2
 * @param rounds how often everything is measured in turn, ≥ 1, after one round that does not count
 * @param rows batches to measure: how many sequences each, ≥ 1
 * @param temperatures of a comparison to measure against as many single completions; empty for none
 * @param beside tokens of another's prompt that is read beside a row, ≥ 0; 0: not measured
 */
public record BenchmarkSettings(
        int promptTokens, int steps, int rounds, List<Integer> rows, List<Double> temperatures, int beside) {
    /** Checks the ranges. */
    public BenchmarkSettings {
        Checks.atLeast("prompt tokens", promptTokens, 1);
        Checks.atLeast("steps", steps, 2);
        Checks.atLeast("rounds", rounds, 1);
        Checks.atLeast("beside", beside, 0);
        rows = List.copyOf(rows);
        temperatures = List.copyOf(temperatures);
        temperatures.forEach(temperature -> Checks.nonNegative("temperatures", temperature));
        rows.forEach(count -> Checks.atLeast("rows", count, 1));
    }
}
