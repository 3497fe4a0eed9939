package io.github.isotherm.report;

import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.StepTrace.Stage;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One distribution in a space of given size: readings, the most probable tokens, the user's words. Where the space is small
 * fewer of them are shown; every bar has the same axis from 0 to 1.
 *
 * @param distribution what to show
 * @param vocabulary the texts of the tokens
 * @param bars how to draw bars
 */
public record LiveLines(Distribution distribution, Vocabulary vocabulary, BarStyle bars) {
    private static final int WIDEST_BAR = 80;
    private static final int WIDEST_LABEL = 24;
    /** Rank, probability, blanks and frame of a line. */
    private static final int FIXED = 16;

    private static final int SECOND_NUMBER = 9;
    /** Below this the second number goes. */
    private static final int WIDE = 60;
    /** So many tokens go before words. */
    private static final int TOKENS_FIRST = 2;

    /**
     * The lines. Their number depends on the space and the words alone, so that nothing moves when tokens come and go.
     *
     * @param columns cells of a line, ≥ 1
     * @param rows the most lines, ≥ 1
     * @param listed how many tokens are listed where there is room for them
     * @return lines of at most so many cells
     */
    public List<String> of(int columns, int rows, int listed) {
        List<String> lines = new ArrayList<>();
        lines.add(readings());
        int left = rows - 2;
        int words = wordLines(left - TOKENS_FIRST);
        int places = Math.max(0, Math.min(listed, left - words));
        boolean airy = left - words - places >= 2;
        addBlank(lines, airy);
        int label = labelWidth(columns);
        boolean two = columns >= WIDE && words > 0;
        int bar = Math.max(1, Math.min(WIDEST_BAR, columns - label - FIXED - (two ? SECOND_NUMBER : 0)));
        int end = lines.size() + places + 1;
        distribution.top().stream().limit(places).forEach(token -> lines.add(token(token, label, bar, two)));
        if (distribution.rest().tokens() > 0) {
            lines.add(rest(label, bar, two));
        }
        while (lines.size() < end) {
            lines.add("");
        }
        if (words > 0) {
            addBlank(lines, airy);
            addWords(lines, words - 1, label, bar, two);
        }
        return lines.stream()
                .limit(rows)
                .map(line -> TerminalText.cut(line, columns))
                .toList();
    }

    private static void addBlank(List<String> lines, boolean wanted) {
        if (wanted) {
            lines.add("");
        }
    }

    /** Lines for the words and their heading; none without room for one word. */
    private int wordLines(int room) {
        int wanted = distribution.candidates().isEmpty()
                ? 0
                : distribution.candidates().size() + 1;
        return room < 2 ? 0 : Math.min(wanted, room);
    }

    private int labelWidth(int columns) {
        int longest = distribution.top().stream()
                .map(token -> quoted(token))
                .mapToInt(TerminalText::width)
                .max()
                .orElse(0);
        int word = distribution.candidates().stream()
                .map(candidate -> QuotedText.of(candidate.text()))
                .mapToInt(TerminalText::width)
                .max()
                .orElse(0);
        int most = Math.min(WIDEST_LABEL, Math.max(8, columns / 3));
        return Math.min(most, Math.max(13, Math.max(longest, word)));
    }

    private String quoted(TopToken token) {
        return QuotedText.of(vocabulary.text(token.id()));
    }

    private String readings() {
        return String.format(
                Locale.ROOT,
                "entropy %.3f nats  %s effective  %,d kept  90 %% in %,d  tail %s",
                distribution.entropy(),
                NumberText.amount(distribution.effective()),
                distribution.kept(),
                distribution.nucleus(),
                NumberText.probability(distribution.tail()));
    }

    private String token(TopToken token, int label, int bar, boolean two) {
        String rank = Integer.toString(token.rank());
        return numbers(rank, quoted(token), label, token.probability(), two ? "" : null)
                + bars.framed(token.probability(), bar);
    }

    private String rest(int label, int bar, boolean two) {
        String others =
                String.format(Locale.ROOT, "%,d others", distribution.rest().tokens());
        double probability = distribution.rest().probability();
        return numbers("", others, label, probability, two ? "" : null) + bars.framed(probability, bar);
    }

    private void addWords(List<String> lines, int count, int label, int bar, boolean two) {
        int all = distribution.candidates().size();
        lines.add("your words" + (count < all ? " (" + count + " of " + all + ")" : "")
                + ": probability, and share among them (bar)");
        for (Candidate word : distribution.candidates().subList(0, count)) {
            String share = two ? NumberText.probability(word.share()) : null;
            lines.add(numbers("", QuotedText.of(word.text()), label, word.probability(), share)
                    + bars.framed(word.share(), bar));
        }
    }

    private static String numbers(String rank, String text, int label, double probability, @Nullable String second) {
        String shown = TerminalText.cut(text, label);
        return String.format(Locale.ROOT, "%1s  ", rank)
                + shown
                + " ".repeat(label - TerminalText.width(shown))
                + String.format(Locale.ROOT, " %8s", NumberText.probability(probability))
                + (second == null ? "" : String.format(Locale.ROOT, " %8s", second))
                + "  ";
    }

    /**
     * What each processor leaves: survivors and the part of the mass that entered.
     *
     * @return one line, such as {@code 49,152 > 40 (0.9952) > 1 (0.5137)}
     */
    public String funnel() {
        return distribution.funnel().stream().map(LiveLines::stage).collect(Collectors.joining(" > "));
    }

    private static String stage(Stage stage) {
        return String.format(Locale.ROOT, "%,d", stage.kept())
                + (stage.mass() < 1 ? " (" + NumberText.four(stage.mass()) + ")" : "");
    }
}
