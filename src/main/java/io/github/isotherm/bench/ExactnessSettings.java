package io.github.isotherm.bench;

import io.github.isotherm.error.Checks;
import java.time.Duration;

/**
 * What a check tries.
 *
 * @param longest the longest prompt, tokens, ≥ 2; cut to the model's context
 * @param rows the most sequences in one run, ≥ 2
 * @param rounds how often every way of feeding is tried, ≥ 1, each with prompts of other lengths
 * @param limit after which no further one begins
 * @param seed of the prompts and of how they are cut
 */
public record ExactnessSettings(int longest, int rows, int rounds, Duration limit, long seed) {
    /** Checks the ranges. */
    public ExactnessSettings {
        Checks.atLeast("prompt tokens", longest, 2);
        Checks.atLeast("rows", rows, 2);
        Checks.atLeast("rounds", rounds, 1);
        Checks.seed(seed);
    }
}
