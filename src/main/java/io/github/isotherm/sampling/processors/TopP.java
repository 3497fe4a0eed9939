package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the nucleus: the fewest most probable candidates whose probabilities reach p together.
 *
 * <p>Ranked by probability (lower id first on ties), the candidates up to and including the first at which Σ ≥ p stay; a
 * sum that meets p within a relative 1e-6 counts as reaching it. A larger p keeps more. 1 is off, 0 keeps one.
 *
 * <p>Example: of the probabilities 0.1, 0.2, 0.3, 0.4 a p of 0.7 keeps 0.4 and 0.3, renormalised to 0.571 and 0.429.
 *
 * <p>Order note: after a temperature above 1 the nucleus is larger, before it is not. Exact over the whole vocabulary
 * without sorting it. Source: Holtzman et al., <em>The curious case of neural text degeneration</em>, 2020.
 *
 * @param p mass to reach, in [0, 1]; 1 is off
 * @param keepTies whether all candidates as probable as the last one stay
 * @param minKeep at least this many stay, ≥ 1
 */
public record TopP(double p, boolean keepTies, int minKeep) implements LogitsProcessor {
    /** Checks the ranges. */
    public TopP {
        Checks.between("top-p", p, 0, 1);
        Checks.atLeast("top-p's min-keep", minKeep, 1);
    }

    /**
     * The nucleus of mass p.
     *
     * @param p mass to reach, in [0, 1]; 1 is off
     */
    public TopP(double p) {
        this(p, false, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (p == 1 || minKeep >= candidates.size()) {
            return;
        }
        double[] weights = candidates.weights();
        int last = candidates.lastReaching(weights, Guard.below(p), false);
        if (minKeep > 1) {
            last = Guard.further(weights, last, candidates.largest(minKeep)[minKeep - 1]);
        }
        candidates.retainPrefix(weights, last, keepTies);
    }

    @Override
    public boolean isOff() {
        return p == 1;
    }
}
