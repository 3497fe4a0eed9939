package io.github.isotherm.bench;

import io.github.isotherm.error.Checks;
import java.util.List;

/**
 * Many measurements of one thing, of which the slowest count too. Each is one that was measured: the first that at least so
 * many of all do not exceed.
 *
 * @param min the least
 * @param median the middle
 * @param p99 what 99 of 100 do not exceed
 * @param max the greatest
 */
public record Spread(double min, double median, double p99, double max) {
    /**
     * Of measurements.
     *
     * @param samples at least one
     * @return their spread
     */
    public static Spread of(List<Double> samples) {
        Checks.atLeast("measurements", samples.size(), 1);
        List<Double> sorted = samples.stream().sorted().toList();
        return new Spread(sorted.get(0), at(sorted, 50), at(sorted, 99), sorted.get(sorted.size() - 1));
    }

    private static double at(List<Double> sorted, int percent) {
        return sorted.get((int) ((sorted.size() * (long) percent + 99) / 100) - 1);
    }
}
