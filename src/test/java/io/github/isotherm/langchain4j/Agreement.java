package io.github.isotherm.langchain4j;

import java.util.List;
import java.util.stream.IntStream;

/** How well scores agree with what is true. */
final class Agreement {
    private Agreement() {}

    /** The area under the ROC curve: how often a positive text scores above a negative one, ties counted half. */
    static double auc(List<Double> positives, List<Double> negatives) {
        return positives.stream()
                .mapToDouble(positive -> below(positive, negatives) / negatives.size())
                .average()
                .orElseThrow();
    }

    private static double below(double score, List<Double> others) {
        return others.stream()
                .mapToDouble(other -> other < score ? 1 : other == score ? 0.5 : 0)
                .sum();
    }

    /** Spearman's rank correlation, ties of the average rank. */
    static double spearman(List<Double> scores, List<Double> truths) {
        return pearson(ranks(scores), ranks(truths));
    }

    private static List<Double> ranks(List<Double> values) {
        return values.stream().map(value -> below(value, values)).toList();
    }

    private static double pearson(List<Double> a, List<Double> b) {
        return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
    }

    private static double covariance(List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (a.get(i) - mean(a)) * (b.get(i) - mean(b));
        }
        return sum / a.size();
    }

    /** How far scores are from what is true, in the mean. */
    static double error(List<Double> scores, List<Double> truths) {
        return IntStream.range(0, scores.size())
                .mapToDouble(i -> Math.abs(scores.get(i) - truths.get(i)))
                .average()
                .orElseThrow();
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }
}
