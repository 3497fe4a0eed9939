package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the k candidates of the largest logits.
 *
 * <p>Exactly k stay: among equal logits the lower ids do, unless {@code keepTies} keeps all that equal the k-th, as
 * Hugging Face does. A larger k keeps more; a k of at least the candidates in play keeps all. 0 is off.
 *
 * <p>Example: of the logits 3, 1, 2, 2 a k of 2 keeps the ids 0 and 2, with ties 0, 2 and 3.
 *
 * <p>Order note: temperature does not change which tokens it keeps. Source: Fan, Lewis, Dauphin, <em>Hierarchical neural
 * story generation</em>, 2018.
 *
 * @param k how many to keep, ≥ 0; 0 is off
 * @param keepTies whether all candidates equal to the k-th stay
 * @param minKeep at least this many stay, ≥ 1
 */
public record TopK(int k, boolean keepTies, int minKeep) implements LogitsProcessor {
    /** Checks the ranges. */
    public TopK {
        Checks.atLeast("top-k", k, 0);
        Checks.atLeast("top-k's min-keep", minKeep, 1);
    }

    /**
     * Exactly k, ties by lower id.
     *
     * @param k how many to keep, ≥ 0; 0 is off
     */
    public TopK(int k) {
        this(k, false, 1);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (k > 0) {
            candidates.retainLargest(Math.max(k, minKeep), keepTies);
        }
    }

    @Override
    public boolean isOff() {
        return k == 0;
    }
}
