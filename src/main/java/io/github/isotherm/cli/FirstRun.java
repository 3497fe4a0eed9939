package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.ComparedCompletions.Group;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.compare.FirstSentences;
import io.github.isotherm.compare.SentenceEnd;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.FirstLook;
import io.github.isotherm.report.FirstLook.Piece;
import io.github.isotherm.report.FirstLook.Sentence;
import io.github.isotherm.report.TerminalText;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What a prompt alone shows to a person: the words that are likely next, and one sentence at each of four temperatures, drawn
 * from the same dice. Dice by which some sentence finds no end are cast again.
 */
final class FirstRun {
    static final int ROWS = 4;

    private static final List<Double> TEMPERATURES = List.of(0.2, 0.5, 1.0, 1.5);
    private static final int WORDS = 5;
    private static final int MOST_TOKENS = 48;
    private static final int TRIES = 8;
    private static final int LONGEST_QUOTED = 40;

    private final Terminal terminal;
    private final BarStyle bars;
    private final LongSupplier seeds;

    FirstRun(Terminal terminal, BarStyle bars) {
        this(terminal, bars, Seeds::choose);
    }

    FirstRun(Terminal terminal, BarStyle bars, LongSupplier seeds) {
        this.terminal = terminal;
        this.bars = bars;
        this.seeds = seeds;
    }

    void show(LocalModel model, BlankPrompt prompt, List<String> candidates) {
        int columns = terminal.columns();
        int[] ids = model.encodePrompt(prompt.text());
        boolean chosen = prompt.isInside() && candidates.isEmpty();
        List<TemperatureSweep.Word> words = model.candidates(prompt, candidates);
        FilledBlank filled = FilledBlank.of(
                prompt.suffix(),
                chosen,
                model.next(ids, new TemperatureSweep(ProcessorChain.EMPTY, List.of(1.0), WORDS, words)),
                WORDS);
        FirstLook look = new FirstLook(prompt.text(), filled, List.of(), model.vocabulary());
        lines(TerminalText.wrapped(oneLine(prompt.text() + " ___" + prompt.suffix()), columns));
        terminal.out().println();
        lines(look.words(columns, bars).stream()
                .map(line -> Drawing.coloured(terminal, line))
                .toList());
        terminal.out().flush();
        if (!prompt.isInside()) {
            tell(model, ids, look, columns);
        }
        terminal.out().println();
        lines(ways(prompt, columns));
    }

    private void lines(List<String> lines) {
        lines.forEach(terminal.out()::println);
    }

    private static String oneLine(String text) {
        return ShownText.line(text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
    }

    private void tell(LocalModel model, int[] ids, FirstLook look, int columns) {
        ComparedCompletions compared = cast(model, ids);
        List<Sentence> sentences = compared.groups().stream()
                .map(group -> sentence(group, model.vocabulary()))
                .toList();
        String head = "the same dice at four temperatures (seed "
                + compared.comparison().seed() + "):";
        terminal.out().println();
        lines(TerminalText.wrapped(head, columns));
        FirstLook told = new FirstLook(look.prompt(), look.filled(), sentences, look.vocabulary());
        told.told(columns).forEach(line -> terminal.out().println(painted(line)));
        if (Drawing.isColoured(terminal)) {
            lines(SurpriseColour.legend(columns));
        }
    }

    private String painted(List<Piece> line) {
        return Drawing.isColoured(terminal)
                ? line.stream().map(SurpriseColour::painted).collect(Collectors.joining())
                : line.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** Until every sentence ends, a few times at most; then the dice by which most do. */
    private ComparedCompletions cast(LocalModel model, int[] ids) {
        ComparedCompletions best = completions(model, ids);
        for (int i = 1; i < TRIES && ended(best) < TEMPERATURES.size(); i++) {
            ComparedCompletions other = completions(model, ids);
            best = ended(other) > ended(best) ? other : best;
        }
        return best;
    }

    private ComparedCompletions completions(LocalModel model, int[] ids) {
        Comparison comparison = new Comparison(
                ProcessorChain.EMPTY, TEMPERATURES, 1, seeds.getAsLong(), MOST_TOKENS, List.of(), List.of(), 0);
        return model.compare(ids, comparison, new FirstSentences(ComparisonListener.NONE), new Cancellation());
    }

    private static long ended(ComparedCompletions compared) {
        return compared.groups().stream()
                .filter(group -> end(group).isPresent())
                .count();
    }

    /** Where the first sentence of a completion ends; the end of a line, or of a text without a mark, is none. */
    private static Optional<Integer> end(Group group) {
        GenerationResult result = group.samples().get(0);
        String text = result.text();
        int blank = text.length() - text.stripLeading().length();
        int end = SentenceEnd.first(text.substring(blank), true);
        return end >= 0 && SentenceEnd.isMarked(text.substring(0, blank + end))
                ? Optional.of(blank + end)
                : Optional.empty();
    }

    private static Sentence sentence(Group group, Vocabulary vocabulary) {
        GenerationResult result = group.samples().get(0);
        String text = result.text();
        int end = end(group).orElse(text.length());
        boolean whole = end(group).isPresent() || result.finishReason() == FinishReason.STOP;
        String shown = text.substring(0, end) + (whole ? "" : " …");
        List<Piece> pieces = pieces(result, vocabulary);
        String joined = pieces.stream().map(Piece::text).collect(Collectors.joining());
        return joined.equals(text)
                ? new Sentence(group.temperature(), cut(pieces, shown))
                : new Sentence(group.temperature(), List.of(new Piece(shown, Double.NaN)));
    }

    private static List<Piece> pieces(GenerationResult result, Vocabulary vocabulary) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < result.tokens().size(); i++) {
            String text = vocabulary.text(result.tokens().get(i));
            pieces.add(new Piece(text, Math.exp(result.traces().get(i).logprobRaw())));
        }
        return pieces;
    }

    private static List<Piece> cut(List<Piece> pieces, String shown) {
        List<Piece> cut = new ArrayList<>();
        int at = 0;
        for (Piece piece : pieces) {
            int end = Math.min(shown.length(), at + piece.text().length());
            if (end > at) {
                cut.add(new Piece(shown.substring(at, end), piece.probability()));
                at = end;
            }
        }
        if (at < shown.length()) {
            cut.add(new Piece(shown.substring(at), Double.NaN));
        }
        return cut;
    }

    private List<String> ways(BlankPrompt prompt, int columns) {
        String written = prompt.text() + " ___" + prompt.suffix();
        boolean quotable =
                written.length() <= LONGEST_QUOTED && written.chars().noneMatch(c -> "\"'$`\\!\n\r\t".indexOf(c) >= 0);
        String quoted = quotable ? "\"" + written + "\"" : "PROMPT";
        return prompt.isInside()
                ? ways(
                        columns,
                        new Way("isotherm " + quoted + " -c WORD,WORD", "your own words"),
                        new Way("isotherm next " + quoted, "at several temperatures"))
                : ways(
                        columns,
                        new Way("isotherm live " + quoted, "the temperature as a slider"),
                        new Way("isotherm web", "the same in the browser"),
                        new Way("isotherm next " + quoted, "exact probabilities"));
    }

    private record Way(String command, String meaning) {}

    private static List<String> ways(int columns, Way... ways) {
        int longest = Arrays.stream(ways)
                .mapToInt(way -> TerminalText.width(way.command))
                .max()
                .orElse(0);
        return Arrays.stream(ways)
                .map(way -> way.command + " ".repeat(longest - TerminalText.width(way.command)) + "  # " + way.meaning)
                .flatMap(line -> TerminalText.wrapped(line, columns).stream())
                .toList();
    }
}
