package io.github.isotherm.sampling;

/**
 * What a constraint allowed at a step, as a part of the model's own distribution: the softmax of its logits before any processor.
 *
 * @param allowed how many ids may come, those that end the text included
 * @param logMass ln of their probability under the model, in nats, ≤ 0
 */
public record AllowedShare(int allowed, double logMass) {
    /**
     * Their probability under the model.
     *
     * @return in [0, 1]
     */
    public double mass() {
        return StrictMath.exp(logMass);
    }
}
