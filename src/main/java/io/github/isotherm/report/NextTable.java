package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.Vocabulary;
import java.util.Locale;

/** Next-token distributions for a terminal: bars, one block a temperature, all on one axis from 0 to 1. */
record NextTable(String prompt, FilledBlank filled, Vocabulary vocabulary, BarStyle bars) {
    private static final int BAR_WIDTH = 40;

    String text() {
        StringBuilder out =
                new StringBuilder(prompt).append(" ___").append(filled.suffix()).append('\n');
        filled.next().distributions().forEach(distribution -> block(out, distribution));
        return out.toString();
    }

    private void block(StringBuilder out, Distribution distribution) {
        out.append(String.format(
                Locale.ROOT,
                "\nT = %s   entropy %.3f nats, %s effective candidates of %,d%s\n",
                Checks.number(distribution.temperature()),
                distribution.entropy(),
                NumberText.amount(distribution.effective()),
                filled.next().vocabularySize(),
                distribution.kept() == filled.next().vocabularySize()
                        ? ""
                        : String.format(Locale.ROOT, ", %,d kept", distribution.kept())));
        out.append("  ").append(readings(distribution)).append('\n');
        if (filled.suffix().isEmpty()) {
            tokens(distribution).appendTo(out, "  ");
        }
        if (!distribution.candidates().isEmpty()) {
            out.append(wordsAre(distribution));
            words(distribution).appendTo(out, "  ");
        }
        if (distribution.funnel().size() > 1) {
            Funnel.table(distribution, vocabulary).appendTo(out, "  ");
        }
    }

    private String wordsAre(Distribution distribution) {
        if (filled.suffix().isEmpty()) {
            return "  your words: probability over the whole vocabulary, and share among them (bar)\n";
        }
        String words = filled.considered() == 0
                ? "your words"
                : "best " + distribution.candidates().size() + " of the model's " + filled.considered()
                        + " likeliest words here, ranked anew by what follows";
        return "  " + words + ":\n  probability of word and rest, and share among them (bar)\n";
    }

    /** The nucleus and the tail. */
    static String readings(Distribution distribution) {
        return String.format(
                Locale.ROOT,
                "90 %% in %,d token%s; tail (each below 0.001) %s",
                distribution.nucleus(),
                distribution.nucleus() == 1 ? "" : "s",
                NumberText.probability(distribution.tail()));
    }

    private TextTable tokens(Distribution distribution) {
        TextTable table = new TextTable("rlrl");
        for (TopToken token : distribution.top()) {
            table.row(
                    Integer.toString(token.rank()),
                    QuotedText.of(vocabulary.text(token.id())),
                    NumberText.probability(token.probability()),
                    bars.framed(token.probability(), BAR_WIDTH));
        }
        if (distribution.rest().tokens() > 0) {
            table.row(
                    "",
                    String.format(Locale.ROOT, "%,d others", distribution.rest().tokens()),
                    NumberText.probability(distribution.rest().probability()),
                    bars.framed(distribution.rest().probability(), BAR_WIDTH));
        }
        return table;
    }

    private TextTable words(Distribution distribution) {
        TextTable table = new TextTable("lrrl");
        for (Candidate candidate : distribution.candidates()) {
            table.row(
                    QuotedText.of(candidate.text()),
                    NumberText.probability(candidate.probability()),
                    NumberText.probability(candidate.share()),
                    bars.framed(candidate.share(), BAR_WIDTH));
        }
        return table;
    }
}
