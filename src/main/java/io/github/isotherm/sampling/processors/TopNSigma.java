package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.Guard;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Keeps the candidates whose logit is within n standard deviations of the largest: l ≥ max l − n · σ, where σ is the
 * population standard deviation of the logits in play.
 *
 * <p>A larger n keeps more; 0 is off. A candidate that meets the threshold within 1e-6 stays.
 *
 * <p>Example: of the probabilities 0.1, 0.2, 0.3, 0.4 (σ of their logs is 0.5206) an n of 1 keeps 0.3 and 0.4.
 *
 * <p>Order note: temperature scales distances and σ alike, so it does not matter on which side it stands; what was dropped
 * before does. Source: Tang et al., <em>Top-nσ: not all logits are you need</em>, 2024.
 *
 * @param n standard deviations below the largest logit, ≥ 0; 0 is off
 */
public record TopNSigma(double n) implements LogitsProcessor {
    /** Checks the range. */
    public TopNSigma {
        Checks.nonNegative("top-n-sigma", n);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (n > 0) {
            candidates.retainAtLeast(candidates.max() + Guard.belowLog(-n * deviation(candidates)));
        }
    }

    private static double deviation(Candidates candidates) {
        int size = candidates.size();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += candidates.logit(i);
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double distance = candidates.logit(i) - mean;
            squares += distance * distance;
        }
        return Math.sqrt(squares / size);
    }

    @Override
    public boolean isOff() {
        return n == 0;
    }
}
