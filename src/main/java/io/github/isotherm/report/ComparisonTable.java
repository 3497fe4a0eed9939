package io.github.isotherm.report;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.ComparedCompletions.Group;
import io.github.isotherm.compare.FirstTokenFit;
import io.github.isotherm.compare.SampleStatistics;
import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.Vocabulary;
import java.util.Locale;

/**
 * A comparison for a terminal: every text under its temperature with the entropy along it, and where there are several
 * samples the first tokens drawn beside their exact probabilities, and statistics.
 */
record ComparisonTable(String prompt, ComparedCompletions compared, Vocabulary vocabulary, BarStyle bars) {
    private static final int BAR_WIDTH = 40;
    private static final int FIRST_TOKENS = 5;

    String text() {
        StringBuilder out = new StringBuilder(prompt).append(" ___\n");
        compared.groups().forEach(group -> group(out, group));
        if (compared.comparison().samples() > 1) {
            out.append("\nstatistics of ")
                    .append(compared.comparison().samples())
                    .append(
                            " samples a temperature (TV, chi-square, df: first tokens against the exact distribution)\n");
            statistics().appendTo(out, "  ");
        }
        return out.toString();
    }

    private void group(StringBuilder out, Group group) {
        out.append("\nT = ").append(Checks.number(group.temperature())).append("   ");
        out.append(group.chain()).append('\n');
        group.samples()
                .forEach(sample ->
                        out.append("  ").append(QuotedText.of(sample.text())).append('\n'));
        SampleStatistics statistics = group.statistics();
        if (!statistics.entropies().isEmpty()) {
            out.append("  entropy by token ")
                    .append(Sparkline.of(statistics.entropies(), highest(), bars))
                    .append(String.format(Locale.ROOT, " of 0 to %.2f nats\n", highest()));
        }
        FirstTokenFit fit = group.firstToken();
        if (fit != null && fit.samples() > 1) {
            out.append("  first token: exact probability (bar), and drawn of ")
                    .append(fit.samples())
                    .append('\n');
            firstTokens(fit).appendTo(out, "  ");
        }
    }

    /** One scale for all temperatures. */
    private double highest() {
        return compared.groups().stream()
                .flatMap(group -> group.statistics().entropies().stream())
                .mapToDouble(entropy -> entropy)
                .max()
                .orElse(0);
    }

    private TextTable firstTokens(FirstTokenFit fit) {
        TextTable table = new TextTable("lrrl");
        fit.likely().stream()
                .limit(FIRST_TOKENS)
                .forEach(outcome -> table.row(
                        QuotedText.of(vocabulary.text(outcome.id())),
                        NumberText.probability(outcome.probability()),
                        Integer.toString(outcome.count()),
                        bars.framed(outcome.probability(), BAR_WIDTH)));
        return table;
    }

    private TextTable statistics() {
        TextTable table = new TextTable("rrrrrrrrrr");
        table.row(
                "T",
                "unique",
                "distinct-1",
                "distinct-2",
                "repetition",
                "mean logprob",
                "tokens",
                "TV",
                "chi-square",
                "df");
        for (Group group : compared.groups()) {
            SampleStatistics s = group.statistics();
            FirstTokenFit fit = group.firstToken();
            table.row(
                    Checks.number(group.temperature()),
                    Integer.toString(s.unique()),
                    NumberText.four(s.distinct1()),
                    NumberText.four(s.distinct2()),
                    NumberText.four(s.repetition()),
                    NumberText.four(s.meanLogprob()),
                    String.format(Locale.ROOT, "%.1f", s.meanTokens()),
                    fit == null ? "" : NumberText.four(fit.totalVariation()),
                    fit == null ? "" : String.format(Locale.ROOT, "%.2f", fit.chiSquare()),
                    fit == null ? "" : Integer.toString(fit.degrees()));
        }
        return table;
    }
}
