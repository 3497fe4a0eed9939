package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.EnteredDistribution;
import io.github.isotherm.sampling.StatefulLogitsProcessor;
import io.github.isotherm.sampling.StepContext;

/**
 * Prefers tokens of about a target probability, and moves the aim so that the accepted ones average it: l = 5 − 10 d² / (1 +
 * d), where d = |p − a| / 0.3 and a = 2 · target − mean, bounded by 0 and 1.
 *
 * <p>The mean is a running one of the accepted tokens' probabilities as they came in here: mean · decay + p · (1 − decay),
 * beginning at the target, so that a = target at the first step. A larger target prefers likelier tokens; −1 is off. A
 * larger decay remembers longer.
 *
 * <p>Example: with a target of 0.4 the probabilities 0.4, 0.1 (and two of 0.25) have d = 0, 1 (and 0.5) and the logits 5, 0
 * (and 3.3333).
 *
 * <p>Order note: last, after a mild min-p that removes the tail. Source: MrJackSpade, <em>adaptive-p</em>, llama.cpp pull
 * request 17927, 2025.
 *
 * @param target probability to aim at, in [0, 1], or −1 for off
 * @param decay weight of the past in the running mean, in [0, 0.99]
 */
public record AdaptiveP(double target, double decay) implements StatefulLogitsProcessor {
    private static final double PEAK = 5;
    private static final double SHARPNESS = 10;
    private static final double WIDTH = 0.3;
    private static final double OFF = -1;

    /** Checks the ranges. */
    public AdaptiveP {
        if (target != OFF && !(target >= 0 && target <= 1)) {
            throw Checks.invalid("adaptive-p's target", Checks.number(target), "between 0 and 1, or -1 to turn it off");
        }
        Checks.between("adaptive-p's decay", decay, 0, 0.99);
    }

    /** The first step; later ones are those of a {@link #copy()}. */
    @Override
    public void process(Candidates candidates, StepContext context) {
        if (target != OFF) {
            aim(candidates, target);
        }
    }

    private static void aim(Candidates candidates, double at) {
        double[] aimed = candidates.scratch();
        for (int i = 0; i < candidates.size(); i++) {
            double distance = Math.abs(candidates.probability(i) - at) / WIDTH;
            aimed[i] = PEAK - SHARPNESS * distance * distance / (1 + distance);
        }
        for (int i = 0; i < candidates.size(); i++) {
            candidates.logit(i, aimed[i]);
        }
    }

    @Override
    public StatefulLogitsProcessor copy() {
        return new Row(this, target);
    }

    /** Not for settings, which are shared by all rows and remember nothing. */
    @Override
    public void accepted(int token, double probability, StepContext context) {
        throw StatefulLogitsProcessor.needsRow("adaptive-p");
    }

    @Override
    public boolean isOff() {
        return target == OFF;
    }

    /** One row's running mean. */
    private static final class Row implements StatefulLogitsProcessor {
        private final AdaptiveP settings;
        private final EnteredDistribution entered = new EnteredDistribution();
        private double mean;

        Row(AdaptiveP settings, double mean) {
            this.settings = settings;
            this.mean = mean;
        }

        @Override
        public void process(Candidates candidates, StepContext context) {
            entered.remember(candidates);
            aim(candidates, Math.max(0, Math.min(1, 2 * settings.target - mean)));
        }

        @Override
        public boolean isOff() {
            return settings.isOff();
        }

        @Override
        public StatefulLogitsProcessor copy() {
            return new Row(settings, mean);
        }

        @Override
        public void accepted(int token, double probability, StepContext context) {
            if (!entered.isEmpty()) {
                mean = settings.decay * mean + (1 - settings.decay) * entered.probability(token);
            }
        }
    }
}
