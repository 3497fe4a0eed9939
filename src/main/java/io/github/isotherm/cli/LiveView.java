package io.github.isotherm.cli;

import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.LiveLines;
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
 * @param note the last completion, a question or an error, may be empty
 * @param help whether all keys are listed instead of the distribution
 * @param distribution what to show
 * @param vocabulary the texts of the tokens
 * @param bars how to draw
 */
record LiveView(
        String prompt,
        LiveSettings settings,
        long seed,
        String note,
        boolean help,
        Distribution distribution,
        Vocabulary vocabulary,
        BarStyle bars) {
    private static final int LONGEST_SLIDER = 60;
    private static final int ROWS_FOR_CHAIN = 8;
    private static final int ROWS_FOR_FUNNEL = 16;

    private static final int ROWS_FOR_TWO_NOTES = 24;
    private static final int ROWS_FOR_ALL_KEYS = 30;

    /** At most so many lines of so many cells, at the same places whatever the settings. */
    List<String> lines(int columns, int rows, int listed) {
        List<String> lines = help ? LiveKeys.all(bars) : all(columns, rows, listed);
        return lines.stream()
                .limit(rows)
                .map(line -> TerminalText.cut(line, columns))
                .map(line -> bars == BarStyle.ASCII ? line.replace('…', '~') : line)
                .toList();
    }

    private List<String> all(int columns, int rows, int listed) {
        List<String> lines = new ArrayList<>();
        lines.add(TerminalText.tail(shown(prompt) + " ___", columns));
        lines.add(slider(columns));
        List<String> foot = foot(columns, rows);
        int left = rows - lines.size() - foot.size();
        if (left > 1) {
            lines.addAll(new LiveLines(distribution, vocabulary, bars).of(columns, left, listed));
        }
        if (rows - lines.size() > foot.size()) {
            lines.add("");
        }
        lines.addAll(foot);
        return lines;
    }

    private List<String> foot(int columns, int rows) {
        List<String> foot = new ArrayList<>();
        String chain = "chain " + TemperatureChain.at(settings.chain(), settings.temperature()) + "   seed " + seed;
        if (rows >= ROWS_FOR_CHAIN) {
            foot.add(chain);
        }
        if (rows >= ROWS_FOR_FUNNEL) {
            String funnel = "left  " + new LiveLines(distribution, vocabulary, bars).funnel();
            foot.add(distribution.funnel().size() > 1 ? funnel : "");
        }
        foot.addAll(
                rows < ROWS_FOR_ALL_KEYS ? List.of(LiveKeys.brief(bars, columns)) : LiveKeys.wrapped(bars, columns));
        List<String> notes = TerminalText.wrapped(shown(note), columns);
        int places = rows < ROWS_FOR_FUNNEL ? 0 : rows < ROWS_FOR_TWO_NOTES ? 1 : rows < ROWS_FOR_ALL_KEYS ? 2 : 4;
        for (int i = 0; i < places; i++) {
            foot.add(i < notes.size() ? notes.get(i) : "");
        }
        if (places == 0 && !notes.isEmpty()) {
            foot.set(foot.size() - 1, notes.get(0));
        }
        return foot;
    }

    private String slider(int columns) {
        String reading = String.format(Locale.ROOT, "   T = %.2f", settings.temperature());
        int length = Math.max(2, Math.min(LONGEST_SLIDER, columns - reading.length() - 5));
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
