package io.github.isotherm.cli;

import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.FirstLook.Piece;
import io.github.isotherm.report.LiveLines;
import io.github.isotherm.report.PieceText;
import io.github.isotherm.report.TerminalText;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines of {@code live} for a window of some size. Where it is small, the help shrinks first, then the lists.
 *
 * @param prompt the text that is continued
 * @param settings what the keys set
 * @param seed the key of the draws
 * @param note a question or an error, may be empty
 * @param help whether all keys are listed instead of the distribution
 * @param completion the last completion, in pieces; shown where there is no note
 * @param distribution what to show
 * @param beside the same at other temperatures
 * @param vocabulary the texts of the tokens
 * @param bars how to draw
 */
record LiveView(
        String prompt,
        LiveSettings settings,
        long seed,
        String note,
        boolean help,
        List<Piece> completion,
        Distribution distribution,
        List<Distribution> beside,
        Vocabulary vocabulary,
        BarStyle bars) {
    private static final int ROWS_FOR_CHAIN = 8;
    private static final int ROWS_FOR_FUNNEL = 16;

    private static final int ROWS_FOR_TWO_NOTES = 24;
    private static final int ROWS_FOR_ALL_KEYS = 30;
    /** Of a tall window a part of its lines is for completions. */
    private static final int ROWS_A_NOTE = 7;

    /** At most so many lines of so many cells, at the same places whatever the settings. */
    List<String> lines(int columns, int rows, int listed) {
        return pieces(columns, rows, listed).stream().map(PieceText::joined).toList();
    }

    /** The same in pieces: what the model wrote with its probability, any other line as one piece that is sure. */
    List<List<Piece>> pieces(int columns, int rows, int listed) {
        List<List<Piece>> lines =
                help ? LiveKeys.all(bars).stream().map(LiveView::plain).toList() : all(columns, rows, listed);
        return lines.stream().limit(rows).map(line -> fitting(line, columns)).toList();
    }

    private static List<Piece> plain(String line) {
        return List.of(new Piece(line, 1));
    }

    private List<Piece> fitting(List<Piece> line, int columns) {
        String text = PieceText.joined(line);
        List<Piece> cut = TerminalText.width(text) <= columns ? line : plain(TerminalText.cut(text, columns));
        return bars != BarStyle.ASCII
                ? cut
                : cut.stream()
                        .map(piece -> new Piece(piece.text().replace('…', '~'), piece.probability()))
                        .toList();
    }

    private List<List<Piece>> all(int columns, int rows, int listed) {
        List<List<Piece>> lines = new ArrayList<>();
        lines.add(plain(TerminalText.tail(shown(prompt) + " ___", columns)));
        lines.add(plain(slider(columns)));
        List<List<Piece>> foot = foot(columns, rows);
        int left = rows - lines.size() - foot.size();
        if (left > 1) {
            new LiveLines(distribution, beside, vocabulary, bars)
                    .of(columns, left, listed)
                    .forEach(line -> lines.add(plain(line)));
        }
        if (rows - lines.size() > foot.size()) {
            lines.add(plain(""));
        }
        lines.addAll(foot);
        return lines;
    }

    private List<List<Piece>> foot(int columns, int rows) {
        List<List<Piece>> foot = new ArrayList<>();
        String chain = "chain " + TemperatureChain.at(settings.chain(), settings.temperature()) + "   seed " + seed;
        if (rows >= ROWS_FOR_CHAIN) {
            foot.add(plain(chain));
        }
        if (rows >= ROWS_FOR_FUNNEL) {
            String funnel = "left  " + new LiveLines(distribution, beside, vocabulary, bars).funnel();
            foot.add(plain(distribution.funnel().size() > 1 ? funnel : ""));
        }
        List<String> keys =
                rows < ROWS_FOR_ALL_KEYS ? List.of(LiveKeys.brief(bars, columns)) : LiveKeys.wrapped(bars, columns);
        keys.forEach(line -> foot.add(plain(line)));
        List<List<Piece>> notes = notes(columns);
        int places = places(rows);
        for (int i = 0; i < places; i++) {
            foot.add(i < notes.size() ? notes.get(i) : plain(""));
        }
        if (places == 0 && !notes.isEmpty()) {
            foot.set(foot.size() - 1, notes.get(0));
        }
        return foot;
    }

    /** How many lines completions and notes have. */
    private static int places(int rows) {
        if (rows < ROWS_FOR_FUNNEL) {
            return 0;
        }
        return rows < ROWS_FOR_TWO_NOTES ? 1 : rows < ROWS_FOR_ALL_KEYS ? 2 : rows / ROWS_A_NOTE;
    }

    private List<List<Piece>> notes(int columns) {
        if (note.isEmpty()) {
            return PieceText.wrapped(
                    completion.stream()
                            .map(piece -> new Piece(shown(piece.text()), piece.probability()))
                            .toList(),
                    columns);
        }
        return TerminalText.wrapped(shown(note), columns).stream()
                .map(LiveView::plain)
                .toList();
    }

    private String slider(int columns) {
        String reading = String.format(Locale.ROOT, "   T = %.2f", settings.temperature());
        int length = Math.max(2, columns - reading.length() - 5);
        int at = (int) Math.round(settings.temperature() / 2 * length);
        boolean ascii = bars == BarStyle.ASCII;
        String line = ascii ? "-" : "─";
        return "0 " + line.repeat(at) + (ascii ? "O" : "●") + line.repeat(length - at) + " 2" + reading;
    }

    /** What a terminal would obey is shown instead. */
    private static String shown(String text) {
        String line = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
        StringBuilder safe = new StringBuilder();
        line.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? 0xFFFD : c));
        return safe.toString();
    }
}
