package io.github.isotherm.next;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.math.Softmax;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How probable one text is after each of several contexts: the noisy-channel score of Min et al., "Noisy Channel Language Model
 * Prompting for Few-Shot Text Classification" (ACL 2022). Where each context names or describes a label, p(label | text) ∝
 * p(text | context of the label) · p(label).
 *
 * @param tokens the text's token ids, at least one, the same after every context
 * @param logprobs {@code [contexts, tokens]}: ln p of each token after the context and the tokens before it, in nats, ≤ 0; −infinity
 *     where the model rules the token out
 */
public record ChannelScores(List<Integer> tokens, List<List<Double>> logprobs) {
    /** Copies the lists; refuses none. */
    public ChannelScores {
        tokens = List.copyOf(tokens);
        logprobs = logprobs.stream().map(List::copyOf).toList();
        Checks.atLeast("contexts", logprobs.size(), 1);
        Checks.atLeast("tokens of the text", tokens.size(), 1);
        for (List<Double> of : logprobs) {
            if (of.size() != tokens.size()) {
                throw Checks.invalid("log-probabilities of a text", of.size() + "", "one a token: " + tokens.size());
            }
        }
    }

    /**
     * The score of a context.
     *
     * @param context its index
     * @return ln p(text | context) = Σ ln p of its tokens, in nats, ≤ 0
     */
    public double logprob(int context) {
        return logprobs.get(context).stream().mapToDouble(logprob -> logprob).sum();
    }

    /**
     * The context after which the text is most probable.
     *
     * @return its index, the lowest on ties
     */
    public int best() {
        return Softmax.argmax(totals());
    }

    /**
     * The probability of each label given the text, where all are as probable beforehand.
     *
     * @param temperature T of softmax(ln p(text | context) / T), ≥ 0: above 1 probabilities move towards each other, below 1
     *     apart; 1 is Bayes' rule; 0 gives the best all
     * @return {@code [contexts]}, summing to 1; all the same where the text is possible after none
     */
    public List<Double> posterior(double temperature) {
        return posterior(temperature, Collections.nCopies(logprobs.size(), 0.0));
    }

    /**
     * The probability of each label given the text.
     *
     * @param temperature T of softmax((ln p(text | context) + ln prior) / T), ≥ 0; 1 is Bayes' rule, 0 gives the best all
     * @param logPriors {@code [contexts]}: the logarithm of how probable each label is beforehand, finite, up to a common constant
     * @return {@code [contexts]}, summing to 1; all the same where the text is possible after none
     * @throws InvalidValueException when there is not one prior a context, or a number is out of its range
     */
    public List<Double> posterior(double temperature, List<Double> logPriors) {
        Checks.nonNegative("temperature", temperature);
        if (logPriors.size() != logprobs.size()) {
            throw Checks.invalid("number of priors", logPriors.size() + "", "one a context: " + logprobs.size());
        }
        double[] totals = totals();
        for (int i = 0; i < totals.length; i++) {
            totals[i] += Checks.finite("log-prior", logPriors.get(i));
        }
        if (totals[Softmax.argmax(totals)] == Double.NEGATIVE_INFINITY) {
            Arrays.fill(totals, 0);
        }
        return Arrays.stream(Softmax.probabilities(totals, temperature)).boxed().toList();
    }

    private double[] totals() {
        double[] totals = new double[logprobs.size()];
        Arrays.setAll(totals, this::logprob);
        return totals;
    }
}
