package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Distributions as panels of bars, each with its chain above and what its bars measure under the axis. */
final class DistributionPanels {
    private DistributionPanels() {}

    /** The most probable tokens and what the list leaves out. */
    static BarChart.Panel top(Distribution distribution, Vocabulary vocabulary) {
        List<BarChart.Bar> bars = new ArrayList<>();
        distribution
                .top()
                .forEach(token ->
                        bars.add(new BarChart.Bar(QuotedText.of(vocabulary.text(token.id())), token.probability())));
        addRest(bars, distribution.rest().tokens(), distribution.rest().probability());
        return panel(distribution, Measure.PROBABILITY, bars, List.of());
    }

    /** The texts asked about, by either of their numbers. */
    static BarChart.Panel words(Distribution distribution, Measure measure, List<String> texts) {
        return panel(distribution, measure, bars(distribution, measure), texts);
    }

    /** The tokens asked about by their probabilities, and what they leave of the distribution. */
    static BarChart.Panel tokens(Distribution distribution, List<String> texts) {
        List<BarChart.Bar> bars = bars(distribution, Measure.PROBABILITY);
        int alive = (int) distribution.candidates().stream()
                .filter(token -> token.probability() > 0)
                .count();
        double listed = distribution.candidates().stream()
                .mapToDouble(Candidate::probability)
                .sum();
        addRest(bars, distribution.kept() - alive, Math.max(0, 1 - listed));
        return panel(distribution, Measure.PROBABILITY, bars, texts);
    }

    /** The temperatures, as a caption lists them. */
    static String temperatures(List<Distribution> distributions) {
        return distributions.stream()
                .map(distribution -> Checks.number(distribution.temperature()))
                .collect(Collectors.joining(", ", "T = ", ""));
    }

    private static List<BarChart.Bar> bars(Distribution distribution, Measure measure) {
        return distribution.candidates().stream()
                .map(text -> new BarChart.Bar(QuotedText.of(text.text()), measure.of(text)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void addRest(List<BarChart.Bar> bars, int tokens, double probability) {
        if (tokens > 0) {
            bars.add(BarChart.Bar.rest(String.format(Locale.ROOT, "%,d others", tokens), probability));
        }
    }

    private static BarChart.Panel panel(
            Distribution distribution, Measure measure, List<BarChart.Bar> bars, List<String> texts) {
        String title = String.format(
                Locale.ROOT,
                "T = %s: entropy %.3f nats, %s effective candidates",
                Checks.number(distribution.temperature()),
                distribution.entropy(),
                NumberText.amount(distribution.effective()));
        return new BarChart.Panel(title, "chain " + distribution.chain(), measure.axis(), bars, texts);
    }
}
