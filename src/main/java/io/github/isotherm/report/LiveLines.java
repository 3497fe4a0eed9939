package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.StepTrace.Stage;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A distribution in a space of given size: readings, the most probable tokens, the user's words, and beside them the same at other
 * temperatures. Where the space is small fewer of them are shown; every bar has the same length and axis from 0 to 1.
 *
 * @param distribution what to show
 * @param beside the same prompt's at other temperatures, as many of which are shown as have room
 * @param vocabulary the texts of the tokens
 * @param bars how to draw bars
 */
public record LiveLines(Distribution distribution, List<Distribution> beside, Vocabulary vocabulary, BarStyle bars) {
    /** Of a bar that stands beside others. */
    private static final int LEAST_BAR = 5;
    /** Blanks, probability and frame of a column beside the first. */
    private static final int BESIDE = 13;
    /** The first column's least bar. */
    private static final int FIRST_BAR = 12;

    private static final int WIDEST_LABEL = 24;
    /** Rank, probability, blanks and frame of a line. */
    private static final int FIXED = 16;

    private static final int SECOND_NUMBER = 9;
    /** Below this the second number goes. */
    private static final int WIDE = 60;
    /** A shorter window has no line for the temperatures. */
    private static final int ROWS_FOR_HEADS = 10;
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
        Width width = width(columns);
        boolean headed = width.beside > 0 && rows > ROWS_FOR_HEADS;
        if (headed) {
            lines.add(heads(width));
        }
        int left = rows - lines.size() - 1;
        int words = wordLines(left - TOKENS_FIRST);
        int places = Math.max(0, Math.min(listed, left - words));
        boolean airy = left - words - places >= 2;
        addBlank(lines, airy && !headed);
        int end = lines.size() + places + 1;
        distribution.top().stream().limit(places).forEach(token -> lines.add(token(token, width)));
        if (distribution.rest().tokens() > 0) {
            lines.add(rest(width));
        }
        while (lines.size() < end) {
            lines.add("");
        }
        if (words > 0) {
            addBlank(lines, airy);
            addWords(lines, words - 1, width);
        }
        return lines.stream()
                .limit(rows)
                .map(line -> TerminalText.cut(line, columns))
                .toList();
    }

    /** How the cells of a line are shared: the label, whether the first column has a second number, the bars, columns beside it. */
    private record Width(int label, boolean two, int bar, int beside) {}

    private Width width(int columns) {
        int label = labelWidth(columns);
        boolean two = columns >= WIDE && !distribution.candidates().isEmpty();
        int free = columns - label - FIXED - (two ? SECOND_NUMBER : 0);
        int others = Math.max(0, Math.min(beside.size(), (free - FIRST_BAR) / (BESIDE + LEAST_BAR)));
        return new Width(label, two, Math.max(1, (free - others * BESIDE) / (others + 1)), others);
    }

    private List<Distribution> shownBeside(Width width) {
        return beside.subList(0, width.beside);
    }

    private String heads(Width width) {
        int first = width.label + FIXED + (width.two ? SECOND_NUMBER : 0) + width.bar;
        StringBuilder heads = new StringBuilder(padded("   T = " + temperature(distribution), first));
        shownBeside(width).forEach(other -> heads.append(padded("   T = " + temperature(other), BESIDE + width.bar)));
        return heads.toString().stripTrailing();
    }

    private static String temperature(Distribution one) {
        return Checks.number(one.temperature());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String cell(double probability, double bar, BarStyle bars, Width width) {
        return String.format(Locale.ROOT, "  %8s ", NumberText.probability(probability)) + bars.framed(bar, width.bar);
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

    private String token(TopToken token, Width width) {
        String rank = Integer.toString(token.rank());
        StringBuilder line = new StringBuilder(numbers(rank, quoted(token), width, token.probability(), ""))
                .append(bars.framed(token.probability(), width.bar));
        for (Distribution other : shownBeside(width)) {
            line.append(other.top().stream()
                    .filter(same -> same.id() == token.id())
                    .map(same -> cell(same.probability(), same.probability(), bars, width))
                    .findFirst()
                    .orElse(" ".repeat(BESIDE + width.bar)));
        }
        return line.toString();
    }

    /** Of each temperature the mass of what is not listed at it. */
    private String rest(Width width) {
        String others =
                String.format(Locale.ROOT, "%,d others", distribution.rest().tokens());
        double probability = distribution.rest().probability();
        StringBuilder line = new StringBuilder(numbers("", others, width, probability, ""))
                .append(bars.framed(probability, width.bar));
        for (Distribution other : shownBeside(width)) {
            double rest = other.rest().probability();
            line.append(cell(rest, rest, bars, width));
        }
        return line.toString();
    }

    private void addWords(List<String> lines, int count, Width width) {
        int all = distribution.candidates().size();
        lines.add("your words" + (count < all ? " (" + count + " of " + all + ")" : "")
                + ": probability, and share among them (bar)");
        for (int i = 0; i < count; i++) {
            Candidate word = distribution.candidates().get(i);
            StringBuilder line = new StringBuilder(numbers(
                            "",
                            QuotedText.of(word.text()),
                            width,
                            word.probability(),
                            NumberText.probability(word.share())))
                    .append(bars.framed(word.share(), width.bar));
            for (Distribution other : shownBeside(width)) {
                Candidate same = other.candidates().get(i);
                line.append(cell(same.probability(), same.share(), bars, width));
            }
            lines.add(line.toString());
        }
    }

    private static String numbers(String rank, String text, Width width, double probability, String second) {
        String shown = TerminalText.cut(text, width.label);
        return String.format(Locale.ROOT, "%1s  ", rank.length() > 1 ? " " : rank)
                + shown
                + " ".repeat(width.label - TerminalText.width(shown))
                + String.format(Locale.ROOT, " %8s", NumberText.probability(probability))
                + (width.two ? String.format(Locale.ROOT, " %8s", second) : "")
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
