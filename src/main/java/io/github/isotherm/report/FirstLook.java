package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The first look at a model: a prompt with its blank, what may fill it, and a sentence at each of several temperatures, in lines
 * that fit a terminal.
 *
 * @param prompt what stands before the blank
 * @param filled the distribution of the blank at one temperature
 * @param sentences one a temperature; none where text stands behind the blank
 * @param vocabulary the texts of the tokens
 */
public record FirstLook(String prompt, FilledBlank filled, List<Sentence> sentences, Vocabulary vocabulary) {
    private static final int WIDEST_BAR = 40;
    private static final int WIDEST_LABEL = 24;
    private static final int MOST_OF_PROMPT = 24;
    private static final String INDENT = "  ";

    /** Copies the list. */
    public FirstLook {
        sentences = List.copyOf(sentences);
    }

    /**
     * A text of a terminal's line with the model's probability of it.
     *
     * @param text the text
     * @param probability under the model, in [0, 1]; NaN for what the model did not write
     */
    public record Piece(String text, double probability) {}

    /**
     * A sentence.
     *
     * @param temperature T
     * @param pieces its tokens
     */
    public record Sentence(double temperature, List<Piece> pieces) {
        /** Copies the list. */
        public Sentence {
            pieces = List.copyOf(pieces);
        }

        /**
         * What it says.
         *
         * @return its text
         */
        public String text() {
            return PieceText.joined(pieces);
        }
    }

    /**
     * The words that may fill the blank, each with its probability and a bar on an axis from 0 to 1, and the rest.
     *
     * @param columns cells of a line, ≥ 1
     * @param bars how to draw bars
     * @return lines of at most so many cells
     */
    public List<String> words(int columns, BarStyle bars) {
        Distribution distribution = filled.next().distributions().get(0);
        List<Row> rows = rows(distribution);
        int label = rows.stream()
                .mapToInt(row -> Math.min(WIDEST_LABEL, TerminalText.width(row.label)))
                .max()
                .orElse(0);
        int bar = Math.min(WIDEST_BAR, columns - label - 16);
        List<String> lines = new ArrayList<>();
        lines.addAll(TerminalText.wrapped(heading(), columns));
        rows.forEach(row -> lines.add(TerminalText.cut(row.text(label, bar, bars), columns)));
        return lines.stream().map(String::stripTrailing).toList();
    }

    private String heading() {
        if (filled.suffix().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "what comes next, of %,d tokens:",
                    filled.next().vocabularySize());
        }
        return filled.considered() == 0
                ? "your words, by the probability of the whole sentence, and their share:"
                : "the model's " + filled.considered()
                        + " likeliest words here, ranked anew by the probability of the whole sentence, and the share of the best:";
    }

    private record Row(String label, double probability, double bar) {
        String text(int width, int length, BarStyle bars) {
            String shown = TerminalText.cut(label, width);
            return "  " + shown
                    + " ".repeat(width - TerminalText.width(shown))
                    + String.format(Locale.ROOT, "  %8s  ", NumberText.probability(probability))
                    + (length > 0 ? bars.framed(bar, length) : "");
        }
    }

    private List<Row> rows(Distribution distribution) {
        List<Row> rows = new ArrayList<>();
        if (!filled.suffix().isEmpty()) {
            for (Candidate word : distribution.candidates()) {
                rows.add(new Row(QuotedText.of(word.text()), word.probability(), word.share()));
            }
            return rows;
        }
        for (TopToken token : distribution.top()) {
            rows.add(new Row(QuotedText.of(vocabulary.text(token.id())), token.probability(), token.probability()));
        }
        double rest = distribution.rest().probability();
        rows.add(new Row(
                String.format(Locale.ROOT, "%,d others", distribution.rest().tokens()), rest, rest));
        return rows;
    }

    /**
     * The sentences, each behind its temperature and the end of the prompt; temperatures of one sentence share it.
     *
     * @param columns cells of a line, ≥ 1
     * @return lines of at most so many cells, in pieces
     */
    public List<List<Piece>> told(int columns) {
        List<List<Piece>> lines = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            String text = sentences.get(i).text();
            boolean before = sentences.subList(0, i).stream()
                    .anyMatch(other -> other.text().equals(text));
            if (!before) {
                lines.addAll(wrapped(sentences.get(i), temperatures(text), columns));
            }
        }
        return lines;
    }

    private String temperatures(String text) {
        List<String> same = sentences.stream()
                .filter(sentence -> sentence.text().equals(text))
                .map(sentence -> Checks.number(sentence.temperature()))
                .toList();
        String last = same.get(same.size() - 1);
        return "T = "
                + (same.size() == 1 ? last : String.join(", ", same.subList(0, same.size() - 1)) + " and " + last);
    }

    private List<List<Piece>> wrapped(Sentence sentence, String temperatures, int columns) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(temperatures + "  " + oneLine(TerminalText.tail(prompt, MOST_OF_PROMPT)), Double.NaN));
        sentence.pieces().forEach(piece -> pieces.add(new Piece(oneLine(piece.text()), piece.probability())));
        List<List<Piece>> lines = new ArrayList<>();
        int from = 0;
        for (String line : lines(PieceText.joined(pieces), columns)) {
            List<Piece> cut = new ArrayList<>();
            if (from > 0) {
                cut.add(new Piece(INDENT, Double.NaN));
            }
            cut.addAll(PieceText.part(pieces, from, from + line.length()));
            lines.add(cut);
            from += line.length();
        }
        return lines;
    }

    /** The first line has all columns, the others what their indent leaves. */
    private static List<String> lines(String text, int columns) {
        String first = TerminalText.wrapped(text, columns).get(0);
        List<String> lines = new ArrayList<>(List.of(first));
        lines.addAll(TerminalText.wrapped(text.substring(first.length()), Math.max(1, columns - INDENT.length())));
        return lines;
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
