package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the candidates whose surprise is closest to the expected one: ranked by |−ln p − H| ascending, those up to and
 * including the first at which Σ p ≥ the mass asked for, where H is the entropy.
 *
 * <p>A larger p keeps more; 1 is off. A sum that meets p within a relative 1e-6 counts as reaching it. The most probable
 * token may go: of a flat distribution with one peak, the peak is the untypical one.
 *
 * <p>Example: of the probabilities 0.4, 0.2, 0.2, 0.2 a p of 0.5 keeps the three of 0.2.
 *
 * <p>Order note: after a temperature it works on the scaled distribution, as in Hugging Face; llama.cpp puts it before.
 * Source: Meister et al., <em>Locally typical sampling</em>, 2022.
 *
 * @param p mass to reach, in (0, 1]; 1 is off
 * @param keepTies whether all candidates as typical as the last one stay
 * @param minKeep at least this many stay, the most typical ones first, ≥ 1
 */
public record TypicalP(double p, boolean keepTies, int minKeep) implements LogitsProcessor {
    /** Everything above this is a NaN: subtracting the bits of a double ≥ 0 from it turns the order round. */
    private static final long INFINITY_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /** Checks the ranges. */
    public TypicalP {
        Checks.aboveUpTo("typical-p", p, 0, 1);
        Checks.atLeast("typical-p's min-keep", minKeep, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (p == 1 || minKeep >= candidates.size()) {
            return;
        }
        double[] typicality = candidates.scratch();
        double entropy = candidates.entropy();
        for (int i = 0; i < candidates.size(); i++) {
            double distance = Math.abs(candidates.surprise(i) - entropy);
            typicality[i] = Double.longBitsToDouble(INFINITY_BITS - Double.doubleToRawLongBits(distance));
        }
        int last = candidates.lastReaching(typicality, Guard.below(p), false);
        if (minKeep > 1) {
            last = Guard.further(typicality, last, candidates.largest(typicality, minKeep)[minKeep - 1]);
        }
        candidates.retainPrefix(typicality, last, keepTies);
    }

    @Override
    public boolean isOff() {
        return p == 1;
    }
}
