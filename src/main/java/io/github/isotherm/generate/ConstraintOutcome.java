package io.github.isotherm.generate;

/**
 * What became of a completion's constraint.
 *
 * @param complete whether the text is whole: it fits, and may end there. False where a stop string, the time, a cancellation or
 *     the most tokens cut it off
 * @param logProbability what the constraint cost, in nats, ≤ 0: the sum, over the tokens and the end, of ln of the probability that
 *     the model itself gives what was allowed. By so much a token's chosen probability is higher than the model's own
 */
public record ConstraintOutcome(boolean complete, double logProbability) {}
