package io.github.isotherm.generate;

import io.github.isotherm.sampling.AllowedShare;
import java.util.Arrays;

/** What a constraint has cost so far, step by step. Mutable; serves one row. */
final class ConstraintCost {
    private double[] logMasses = {};
    private int steps;

    void add(AllowedShare share) {
        if (steps == logMasses.length) {
            logMasses = Arrays.copyOf(logMasses, Math.max(16, 2 * steps));
        }
        logMasses[steps++] = share.logMass();
    }

    /**
     * What it came to.
     *
     * @param complete whether the text is whole
     * @param tokens how many tokens it has; where it is whole, the step that ended it counts too
     */
    ConstraintOutcome outcome(boolean complete, int tokens) {
        double sum = 0;
        int counted = complete ? steps : Math.min(tokens, steps);
        for (int i = 0; i < counted; i++) {
            sum += logMasses[i];
        }
        return new ConstraintOutcome(complete, sum);
    }
}
