package io.github.isotherm.report;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.ComparedCompletions.Group;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.FirstTokenFit;
import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Vocabulary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a picture: at each temperature the most probable first tokens as bars, and the completions. */
record ComparisonPicture(
        String model, String prompt, ComparedCompletions compared, Vocabulary vocabulary, LocalDate date) {
    private static final int BARS = 6;
    private static final int TEXTS = 8;

    String svg() {
        return BarChart.svg(
                prompt + " ___",
                caption(compared.comparison()),
                compared.groups().stream().map(this::panel).toList());
    }

    private String caption(Comparison asked) {
        return PictureCaption.ofCompletions(model, asked.seed(), date)
                + ", the same random numbers at every temperature, at most "
                + asked.maxTokens() + " tokens. Bars: exact probability of the first token"
                + (asked.samples() > 1
                        ? "; orange line, and in brackets: how often it was drawn in " + asked.samples() + " samples."
                        : ".");
    }

    private BarChart.Panel panel(Group group) {
        List<Double> entropies = group.statistics().entropies();
        String title = "T = " + Checks.number(group.temperature())
                + (entropies.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, ": entropy of the first token %.3f nats", entropies.get(0)));
        FirstTokenFit fit = group.firstToken();
        return new BarChart.Panel(
                title,
                "chain " + group.chain(),
                Measure.PROBABILITY.axis(),
                fit == null ? List.of() : bars(fit),
                texts(group));
    }

    private List<BarChart.Bar> bars(FirstTokenFit fit) {
        return fit.likely().stream()
                .limit(BARS)
                .map(outcome -> bar(outcome, fit.samples()))
                .toList();
    }

    private BarChart.Bar bar(FirstTokenFit.Outcome outcome, int samples) {
        String label = QuotedText.of(vocabulary.text(outcome.id()));
        return samples > 1
                ? new BarChart.Bar(
                        label, outcome.probability(), (double) outcome.count() / samples, " (" + outcome.count() + ")")
                : new BarChart.Bar(label, outcome.probability());
    }

    private static List<String> texts(Group group) {
        List<String> texts = new ArrayList<>();
        group.samples().stream().limit(TEXTS).forEach(sample -> texts.add(QuotedText.of(sample.text())));
        int left = group.samples().size() - texts.size();
        if (left > 0) {
            texts.add("and " + left + " more, which --format csv lists");
        }
        return texts;
    }
}
