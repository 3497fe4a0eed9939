package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the candidates that are at least p times as probable as the most probable one: l ≥ max l + ln p, no softmax
 * needed.
 *
 * <p>A larger p keeps fewer; 0 is off, 1 keeps the most probable one and its equals. A candidate that meets the threshold
 * within a relative 1e-6 stays.
 *
 * <p>Example: of the probabilities 0.1, 0.2, 0.3, 0.4 a p of 0.5 keeps 0.2, 0.3 and 0.4.
 *
 * <p>Order note: after a temperature above 1 it keeps more. Source: Nguyen et al., <em>Turning up the heat: min-p
 * sampling for creative and coherent LLM outputs</em>, 2024.
 *
 * @param p least probability, as a part of the largest one, in [0, 1]; 0 is off
 * @param minKeep at least this many stay, ≥ 1
 */
public record MinP(double p, int minKeep) implements LogitsProcessor {
    /** Checks the ranges. */
    public MinP {
        Checks.between("min-p", p, 0, 1);
        Checks.atLeast("min-p's min-keep", minKeep, 1);
    }

    /**
     * The least probability as a part of the largest one.
     *
     * @param p in [0, 1]; 0 is off
     */
    public MinP(double p) {
        this(p, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (p > 0) {
            Guard.retainAtLeast(candidates, candidates.max() + Guard.belowLog(StrictMath.log(p)), minKeep);
        }
    }

    @Override
    public boolean isOff() {
        return p == 0;
    }
}
