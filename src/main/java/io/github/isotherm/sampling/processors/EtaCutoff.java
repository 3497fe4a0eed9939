package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the candidates of a probability of at least min(ε, √ε · e^−H), where H is the entropy: a cutoff that falls where
 * the distribution is flat.
 *
 * <p>A larger epsilon keeps fewer; 0 is off. Where none reaches it the most probable ones stay, {@code minKeep} of them. A
 * candidate that meets the threshold within a relative 1e-6 stays.
 *
 * <p>Example: of the probabilities 0.01, 0.04, 0.9, 0.05 an epsilon of 0.0625 (H = 0.4195, so √ε · e^−H = 0.1644) keeps
 * 0.9 alone.
 *
 * <p>Order note: it looks at the probabilities where it stands, so a temperature before it counts. Source: Hewitt, Manning,
 * Liang, <em>Truncation sampling as language model desmoothing</em>, 2022, where 3e-4 to 2e-3 are used.
 *
 * @param epsilon in [0, 1); 0 is off
 * @param minKeep at least this many stay, ≥ 1
 */
public record EtaCutoff(double epsilon, int minKeep) implements LogitsProcessor {
    /** Checks the ranges. */
    public EtaCutoff {
        Checks.fromBelow("eta-cutoff", epsilon, 0, 1);
        Checks.atLeast("eta-cutoff's min-keep", minKeep, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (epsilon > 0) {
            double eta = Math.min(epsilon, Math.sqrt(epsilon) * StrictMath.exp(-candidates.entropy()));
            Guard.retainProbable(candidates, eta, minKeep);
        }
    }

    @Override
    public boolean isOff() {
        return epsilon == 0;
    }
}
