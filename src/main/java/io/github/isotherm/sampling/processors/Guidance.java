package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.StepContext;
import java.util.List;

/**
 * Classifier-free guidance: moves away from what the model says without the prompt. l = u + scale · (c − u), where c and u
 * are the log-softmax of the logits in play and of given unconditional ones.
 *
 * <p>A scale above 1 strengthens the prompt, below 1 weakens it; 1 is off. The unconditional logits are given, one for each
 * id of the vocabulary, and hold for every step: this is for logits at hand, not for generating.
 *
 * <p>Example: with a scale of 1.5 the equal logits 1, 1, 1 against 1, 0, 1.5 have the probabilities 0.2918, 0.4810, 0.2272:
 * e^(−u/2), renormalised.
 *
 * <p>Order note: first, before biases, as in Hugging Face. Source: Sanchez et al., <em>Stay on topic with classifier-free
 * guidance</em>, 2023.
 *
 * @param scale any finite number; 1 is off
 * @param unconditional one logit for each id; may be empty only where it is off
 */
public record Guidance(double scale, List<Double> unconditional) implements LogitsProcessor {
    /** Checks the range, copies the list, refuses NaN and +infinity in it, and a list without a finite number. */
    public Guidance {
        Checks.finite("guidance", scale);
        unconditional = List.copyOf(unconditional);
        if (scale != 1 && unconditional.isEmpty()) {
            throw new InvalidValueException(Sentence.of(
                    "guidance.given",
                    "guidance needs the unconditional logits, one for each id, which only apply can be given; leave"
                            + " guidance out or give \"unconditional\"."));
        }
        boolean finite = unconditional.isEmpty();
        for (double logit : unconditional) {
            if (!(logit < Double.POSITIVE_INFINITY)) {
                throw Checks.invalid("an unconditional logit of guidance", Checks.number(logit), "a number or -inf");
            }
            finite |= logit > Double.NEGATIVE_INFINITY;
        }
        if (!finite) {
            throw new InvalidValueException(Sentence.of(
                    "guidance.none", "All unconditional logits of guidance are -inf; give at least one number."));
        }
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (scale == 1) {
            return;
        }
        if (unconditional.size() != candidates.vocabularySize()) {
            throw Checks.invalid(
                    "guidance.count",
                    "the number of guidance's unconditional logits",
                    unconditional.size(),
                    "{size}, one for each id",
                    "size",
                    candidates.vocabularySize());
        }
        double sum = logSumExp();
        double[] guided = candidates.scratch();
        for (int i = 0; i < candidates.size(); i++) {
            guided[i] = guided(-candidates.surprise(i), unconditional.get(candidates.id(i)) - sum);
        }
        for (int i = 0; i < candidates.size(); i++) {
            candidates.logit(i, guided[i]);
        }
    }

    private double guided(double conditional, double without) {
        return without == Double.NEGATIVE_INFINITY ? (1 - scale) * without : without + scale * (conditional - without);
    }

    private double logSumExp() {
        double max = Double.NEGATIVE_INFINITY;
        for (int id = 0; id < unconditional.size(); id++) {
            max = Math.max(max, unconditional.get(id));
        }
        double sum = 0;
        for (int id = 0; id < unconditional.size(); id++) {
            sum += StrictMath.exp(unconditional.get(id) - max);
        }
        return max + StrictMath.log(sum);
    }

    @Override
    public boolean isOff() {
        return scale == 1;
    }
}
