package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Divides every logit by a temperature that rises with the entropy: T = lo + (hi − lo) · (H / ln n)^exponent, where lo =
 * max(0, t − range), hi = t + range, H is the entropy and n the number of the candidates in play.
 *
 * <p>A sure distribution is taken at the low temperature, an undecided one at the high one; exponent above 1 keeps T low
 * for longer. A range of 0 is plain t, and off at t = 1. A single candidate is left as it is.
 *
 * <p>Example: equal probabilities stay equal, and their T is hi; the probabilities 0.64, 0.36 have H = 0.6534 and with t =
 * 1, range = 0.5 a T of 0.5 + 0.6534 / 0.6931 = 1.4427, hence 0.5984, 0.4016.
 *
 * <p>Order note: like {@link Temperature}; the entropy is that of what stands before it. Source: kalomaze, <em>Dynamic
 * temperature sampling</em>, 2023; llama.cpp's temp-ext.
 *
 * @param t the middle temperature ≥ 0
 * @param range how far T may go to either side, ≥ 0; 0 is plain t
 * @param exponent how T rises from lo to hi, finite
 */
public record DynamicTemperature(double t, double range, double exponent) implements LogitsProcessor {
    /** Checks the ranges. */
    public DynamicTemperature {
        Checks.nonNegative("dynamic-temperature", t);
        Checks.nonNegative("dynamic-temperature's range", range);
        Checks.finite("dynamic-temperature's exponent", exponent);
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (range == 0) {
            apply(t, candidates);
        } else if (candidates.size() > 1) {
            double low = Math.max(0, t - range);
            double certainty = candidates.entropy() / StrictMath.log(candidates.size());
            apply(low + (t + range - low) * StrictMath.pow(certainty, exponent), candidates);
        }
    }

    private void apply(double temperature, Candidates candidates) {
        if (!(temperature < Double.POSITIVE_INFINITY)) {
            throw new DecodingException(Sentence.of(
                    "decoding.exponent",
                    "dynamic-temperature's exponent {exponent} makes the temperature infinite where the entropy is 0;"
                            + " give an exponent of at least 0.",
                    "exponent",
                    Checks.number(exponent)));
        }
        if (temperature == 0) {
            candidates.retainOnly(candidates.argmax());
        } else {
            candidates.divide(temperature);
        }
    }

    @Override
    public boolean isOff() {
        return t == 1 && range == 0;
    }
}
