package io.github.isotherm.sampling.processors;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Replaces what is not a finite number among the model's logits: NaN by 0, +infinity by the largest and −infinity by the
 * lowest finite float. No parameter, no off-value.
 *
 * <p>Stands first in a chain only, and is the only processor that takes such logits; without it they are an error (NaN,
 * +infinity) or drop their token (−infinity).
 *
 * <p>Example: the logits NaN, 1, −infinity become 0, 1, −3.4e38.
 *
 * <p>Source: Hugging Face's remove-invalid-values.
 */
public record Repair() implements LogitsProcessor {
    @Override
    public void process(Candidates candidates, StepContext context) {
        candidates.repair();
    }

    @Override
    public boolean admitsAnything() {
        return true;
    }
}
