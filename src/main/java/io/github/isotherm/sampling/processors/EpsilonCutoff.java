package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the candidates of a probability of at least epsilon.
 *
 * <p>A larger epsilon keeps fewer; 0 is off. Where none reaches it the most probable ones stay, {@code minKeep} of them. A
 * candidate that meets the threshold within a relative 1e-6 stays.
 *
 * <p>Example: of the probabilities 0.1, 0.2, 0.3, 0.4 an epsilon of 0.25 keeps 0.3 and 0.4.
 *
 * <p>Order note: it looks at the probabilities where it stands, so a temperature before it counts. Source: Hewitt, Manning,
 * Liang, <em>Truncation sampling as language model desmoothing</em>, 2022, where 3e-4 to 9e-4 are used.
 *
 * @param epsilon least probability, in [0, 1); 0 is off
 * @param minKeep at least this many stay, ≥ 1
 */
public record EpsilonCutoff(double epsilon, int minKeep) implements LogitsProcessor {
    /** Checks the ranges. */
    public EpsilonCutoff {
        Checks.fromBelow("epsilon-cutoff", epsilon, 0, 1);
        Checks.atLeast("epsilon-cutoff's min-keep", minKeep, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (epsilon > 0) {
            Guard.retainProbable(candidates, epsilon, minKeep);
        }
    }

    @Override
    public boolean isOff() {
        return epsilon == 0;
    }
}
