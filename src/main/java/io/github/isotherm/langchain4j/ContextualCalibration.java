package io.github.isotherm.langchain4j;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.math.Softmax;
import java.util.Arrays;
import java.util.List;

/**
 * Takes out of {@linkplain DecisionScoring#DIRECT direct} scoring what a model answers whatever the text says, by contextual
 * calibration (Zhao et al., "Calibrate Before Use: Improving Few-Shot Performance of Language Models", ICML 2021): q(option) ∝
 * p(option | text) / p̄(option), where p̄ is the mean of the options' probabilities for inputs without content. Each such input is
 * asked the same question, so an answer costs one prompt more for each.
 *
 * @param inputs texts that stand where the text to decide about would, at least one, such as "N/A"
 */
public record ContextualCalibration(List<String> inputs) {
    /**
     * Copies the list.
     *
     * @throws InvalidValueException when it is empty
     */
    public ContextualCalibration {
        inputs = List.copyOf(inputs);
        Checks.atLeast("number of content-free inputs", inputs.size(), 1);
    }

    /**
     * A calibration.
     *
     * @param inputs texts without content, at least one; the paper takes "N/A", "[MASK]" and ""
     * @return the calibration by them
     * @throws InvalidValueException when there is none
     */
    public static ContextualCalibration of(String... inputs) {
        return new ContextualCalibration(List.of(inputs));
    }

    /**
     * The calibrated probabilities.
     *
     * @param text {@code [options]}: ln p of each option after the text, up to a common constant
     * @param contentFree {@code [inputs, options]}: the same after each content-free input
     * @param temperature T of softmax((ln p − ln p̄) / T), ≥ 0
     * @return {@code [options]}, summing to 1; all 0 where the text rules out every option
     * @throws InvalidValueException when every content-free input rules out an option
     */
    List<Double> calibrated(List<Double> text, List<List<Double>> contentFree, double temperature) {
        double[] ratios = new double[text.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = text.get(i) - logMean(contentFree, i);
        }
        if (ratios[Softmax.argmax(ratios)] == Double.NEGATIVE_INFINITY) {
            return text.stream().map(option -> 0.0).toList();
        }
        return Arrays.stream(Softmax.probabilities(ratios, temperature)).boxed().toList();
    }

    /** Up to a constant common to all options: the logarithm of p̄. */
    private double logMean(List<List<Double>> contentFree, int option) {
        double mean = Softmax.logSumExp(contentFree.stream()
                .mapToDouble(options -> logShare(options, option))
                .toArray());
        if (mean > Double.NEGATIVE_INFINITY) {
            return mean;
        }
        throw new InvalidValueException(
                "Option " + (option + 1) + " of a question has probability 0 after the content-free "
                        + (inputs.size() == 1 ? "input \"" : "inputs \"") + String.join("\", \"", inputs)
                        + "\" but calibration divides by it; give other inputs, or leave calibration out.");
    }

    private static double logShare(List<Double> options, int option) {
        double all = Softmax.logSumExp(
                options.stream().mapToDouble(logprob -> logprob).toArray());
        return all == Double.NEGATIVE_INFINITY ? all : options.get(option) - all;
    }
}
