package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Divides every logit by the temperature: l / T, so that p = softmax(l / T).
 *
 * <p>T below 1 sharpens, T above 1 flattens, T = 1 is off. T = 0 is greedy, and this is the one place that says so: only
 * the largest logit stays, that of the lowest id on ties.
 *
 * <p>Example: the logits 2, 1 have p = 0.731, 0.269 at T = 1, 0.881, 0.119 at T = 0.5 and 0.622, 0.378 at T = 2.
 *
 * <p>Where it stands matters: truncations before it see the model's own distribution, those after it the scaled one.
 * Source: Ackley, Hinton, Sejnowski, <em>A learning algorithm for Boltzmann machines</em>, 1985.
 *
 * @param t temperature ≥ 0, finite; 1 is off, 0 is greedy
 */
public record Temperature(double t) implements LogitsProcessor {
    /** Refuses a negative, NaN or infinite temperature. */
    public Temperature {
        if (!(t >= 0 && t < Double.POSITIVE_INFINITY)) {
            throw Checks.invalid(
                    "temperature",
                    Checks.number(t),
                    "a finite number of at least 0 (0 always takes the most probable token, 1 is the model's own "
                            + "distribution)");
        }
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (t == 0) {
            candidates.retainOnly(candidates.argmax());
        } else {
            candidates.divide(t);
        }
    }

    @Override
    public boolean isOff() {
        return t == 1;
    }
}
