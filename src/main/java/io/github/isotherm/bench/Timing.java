package io.github.isotherm.bench;

import io.github.isotherm.error.Checks;
import java.util.Arrays;
import java.util.List;

/**
 * Several measurements of one thing. The minimum is what the machine can do, the median what it did.
 *
 * @param min the least
 * @param median the middle one, or the mean of both
 */
public record Timing(double min, double median) {
    /**
     * Of measurements.
     *
     * @param samples at least one
     * @return their minimum and median
     */
    public static Timing of(List<Double> samples) {
        Checks.atLeast("measurements", samples.size(), 1);
        double[] sorted = samples.stream().mapToDouble(value -> value).sorted().toArray();
        return new Timing(sorted[0], middle(sorted));
    }

    private static double middle(double[] sorted) {
        double[] two = Arrays.copyOfRange(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1);
        return Arrays.stream(two).average().orElseThrow();
    }
}
