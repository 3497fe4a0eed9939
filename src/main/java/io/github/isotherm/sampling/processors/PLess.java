package io.github.isotherm.sampling.processors;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the candidates that are at least as probable as two draws are to agree: p ≥ Σ p². No parameter.
 *
 * <p>The sharper the distribution, the fewer stay; the most probable one always does. A candidate that meets the threshold
 * within a relative 1e-6 stays.
 *
 * <p>Example: the probabilities 0.1, 0.15, 0.2, 0.25, 0.3 have Σ p² = 0.225, so 0.25 and 0.3 stay.
 *
 * <p>Order note: after a temperature above 1 it keeps more. Source: Tan et al., <em>p-less sampling: a robust
 * hyperparameter-free approach for LLM decoding</em>, 2025.
 */
public record PLess() implements LogitsProcessor {
    @Override
    public void process(Candidates candidates, StepContext context) {
        double[] weights = candidates.weights();
        double squares = 0;
        for (int i = 0; i < candidates.size(); i++) {
            squares += weights[i] * weights[i];
        }
        double total = candidates.totalWeight();
        Guard.retainProbable(candidates, squares / (total * total), 1);
    }
}
