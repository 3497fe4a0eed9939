package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Next-token distributions for a window: a column a temperature, all bars on one axis from 0 to 1, so that all is seen at once. */
record NextColumns(String prompt, FilledBlank filled, Vocabulary vocabulary, BarStyle bars, int columns) {
    private static final Pattern WORD = Pattern.compile(" \\p{L}+");
    private static final int WIDEST_BAR = 40;
    private static final int LEAST_BAR = 3;
    private static final int WIDEST_LABEL = 24;
    private static final int LEAST_LABEL = 16;
    private static final int LEAST_WORD = 8;
    private static final int NUMBER = 8;
    /** Between two columns. */
    private static final String GAP = "  ";
    /** A number, a blank and the frame of a bar. */
    private static final int BESIDE_BAR = NUMBER + 3;

    /** Whether there are several, the window has room for them, and a chain does not have stages of its own to show. */
    boolean fit() {
        boolean plain = distributions().stream().noneMatch(one -> one.funnel().size() > 1);
        return plain
                && distributions().size() > 1
                && cellWidth() >= (isInside() ? LEAST_WORD + NUMBER + 1 : BESIDE_BAR + LEAST_BAR);
    }

    private List<Distribution> distributions() {
        return filled.next().distributions();
    }

    private boolean isInside() {
        return !filled.suffix().isEmpty();
    }

    String text() {
        List<String> lines = new ArrayList<>(TerminalText.wrapped(oneLine(prompt + " ___" + filled.suffix()), columns));
        lines.add("");
        if (isInside()) {
            lines.addAll(TerminalText.wrapped(wordsAre(), columns));
            lines.add("");
        }
        lines.add(line("", one -> "T = " + Checks.number(one.temperature())));
        lines.add(line("entropy", one -> String.format(Locale.ROOT, "%.3f nats", one.entropy())));
        lines.add(line("effective", one -> NumberText.amount(one.effective())));
        lines.add(line("90 % in", this::nucleus));
        lines.addAll(isInside() ? ranked() : tokens());
        if (!isInside() && words() > 0) {
            lines.addAll(TerminalText.wrapped(
                    "your words: probability over the whole vocabulary, and share among them (bar)", columns));
            lines.addAll(shares());
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.stripTrailing()).append('\n'));
        return text.toString();
    }

    private String nucleus(Distribution distribution) {
        String unit = isInside() ? "" : distribution.nucleus() == 1 ? " token" : " tokens";
        return String.format(Locale.ROOT, "%,d%s", distribution.nucleus(), unit);
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
    }

    private String wordsAre() {
        return filled.considered() == 0
                ? "your words: the probability of word and rest"
                : "best " + words() + " of the model's " + filled.considered()
                        + " likeliest words here, ranked anew by what follows: probability of word and rest";
    }

    private int words() {
        return distributions().get(0).candidates().size();
    }

    /** A label, where columns have one, and what each column says. */
    private String line(String label, Function<Distribution, String> cell) {
        if (!isInside()) {
            return cells(padded(label, labelWidth()), cell);
        }
        return cells("", one -> (label.isEmpty() ? "" : label + " ") + cell.apply(one));
    }

    private String cells(String label, Function<Distribution, String> cell) {
        StringBuilder line = new StringBuilder(label);
        for (Distribution distribution : distributions()) {
            line.append(line.isEmpty() ? "" : GAP).append(padded(cell.apply(distribution), cellWidth()));
        }
        return line.toString();
    }

    private static String padded(String text, int width) {
        String cut = TerminalText.cut(text, width);
        return cut + " ".repeat(width - TerminalText.width(cut));
    }

    private int labelWidth() {
        int longest = distributions().stream()
                .flatMap(one -> one.top().stream())
                .mapToInt(token -> TerminalText.width(label(token)))
                .max()
                .orElse(0);
        int word = distributions().get(0).candidates().stream()
                .mapToInt(candidate -> TerminalText.width(QuotedText.of(candidate.text())))
                .max()
                .orElse(0);
        int most = Math.min(WIDEST_LABEL, columns / 5);
        return Math.max(Math.min(LEAST_LABEL, columns / 5), Math.min(most, Math.max(longest, word)));
    }

    private String label(TopToken token) {
        return QuotedText.of(vocabulary.text(token.id()));
    }

    private int cellWidth() {
        int taken = isInside() ? -GAP.length() : labelWidth();
        return Math.min(
                BESIDE_BAR + WIDEST_BAR, (columns - taken) / distributions().size() - GAP.length());
    }

    private String figure(double probability, double bar) {
        return String.format(Locale.ROOT, "%" + NUMBER + "s ", NumberText.probability(probability))
                + bars.framed(bar, cellWidth() - BESIDE_BAR);
    }

    /** A line a token, in the order in which the temperatures list them; one that a temperature does not list is among its others. */
    private List<String> tokens() {
        Map<Integer, TopToken> all = new LinkedHashMap<>();
        distributions().forEach(one -> one.top().forEach(token -> all.putIfAbsent(token.id(), token)));
        List<String> lines = new ArrayList<>();
        for (TopToken token : all.values()) {
            lines.add(line(
                    label(token),
                    one -> one.top().stream()
                            .filter(same -> same.id() == token.id())
                            .map(same -> figure(same.probability(), same.probability()))
                            .findFirst()
                            .orElse("")));
        }
        if (distributions().stream().anyMatch(one -> one.rest().tokens() > 0)) {
            lines.add(line(
                    others(), one -> figure(one.rest().probability(), one.rest().probability())));
        }
        return lines;
    }

    /** With their number, where it is one for all temperatures. */
    private String others() {
        List<Integer> counts = distributions().stream()
                .map(one -> one.rest().tokens())
                .distinct()
                .toList();
        return counts.size() == 1 ? String.format(Locale.ROOT, "%,d others", counts.get(0)) : "others";
    }

    private List<String> shares() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < words(); i++) {
            int at = i;
            lines.add(line(
                    QuotedText.of(distributions().get(0).candidates().get(i).text()), one -> {
                        Candidate word = one.candidates().get(at);
                        return figure(word.probability(), word.share());
                    }));
        }
        return lines;
    }

    /** A word with the one blank that words have before them stands without it, anything else in quotes. */
    private static String plain(String word) {
        return WORD.matcher(word).matches() ? word.substring(1) : QuotedText.of(word);
    }

    /** Each temperature's own order. */
    private List<String> ranked() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < words(); i++) {
            int at = i;
            lines.add(cells("", one -> {
                Candidate word = one.candidates().get(at);
                int width = cellWidth() - NUMBER - 1;
                return padded(plain(word.text()), Math.min(WIDEST_LABEL, width))
                        + String.format(Locale.ROOT, " %" + NUMBER + "s", NumberText.probability(word.probability()));
            }));
        }
        return lines;
    }
}
