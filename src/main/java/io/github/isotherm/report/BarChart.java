package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bar charts as SVG: one panel a temperature, one above the other, all on the fixed axis from 0 to 1, with lines of text
 * under the bars where there are any. Texts of unknown length are set in a fixed-width font and wrapped or cut.
 */
final class BarChart {
    private static final int WIDTH = Svg.WIDTH;
    private static final int MARGIN = Svg.MARGIN;
    private static final int LABEL = 190;
    private static final int VALUE = 130;
    private static final int BAR = 18;
    private static final int GAP = 8;
    private static final int AXIS = 46;
    private static final int LINE = 18;
    private static final int SIZE = 13;
    private static final int SMALL = 11;

    /**
     * One bar.
     *
     * @param label a token's text
     * @param value in [0, 1]
     * @param mark a value marked on it by a line, or null
     * @param note after the value, short, may be empty
     * @param isRest whether it is what the others leave, drawn in grey
     */
    record Bar(String label, double value, @Nullable Double mark, String note, boolean isRest) {
        Bar(String label, double value, @Nullable Double mark, String note) {
            this(label, value, mark, note, false);
        }

        Bar(String label, double value) {
            this(label, value, null, "");
        }

        static Bar rest(String label, double value) {
            return new Bar(label, value, null, "", true);
        }

        private String colour() {
            return isRest ? ChartColour.REST : ChartColour.BAR;
        }

        private String figure() {
            return (value == 0 ? "0" : NumberText.probability(value)) + note;
        }
    }

    /**
     * One panel.
     *
     * @param title in our own words
     * @param note smaller, under the title, may be empty
     * @param axis what the bars measure, under their axis
     * @param bars from top to bottom
     * @param texts under them, each wrapped
     */
    record Panel(String title, String note, String axis, List<Bar> bars, List<String> texts) {
        private List<String> notes() {
            return TerminalText.wrapped(note, Svg.cells(WIDTH - 2 * MARGIN, SMALL));
        }

        private List<List<String>> paragraphs() {
            return texts.stream()
                    .map(text -> TerminalText.wrapped(text, Svg.cells(WIDTH - 3 * MARGIN, SIZE)))
                    .toList();
        }

        private int head() {
            return 44 + notes().size() * LINE;
        }

        private int barsHeight() {
            return bars.isEmpty() ? 0 : bars.size() * (BAR + GAP) + AXIS;
        }

        private int height() {
            int text = paragraphs().stream()
                    .mapToInt(lines -> lines.size() * LINE + 6)
                    .sum();
            return head() + barsHeight() + text;
        }
    }

    private final Svg svg;

    private BarChart(Svg svg) {
        this.svg = svg;
    }

    /** With a caption under the title. */
    static String svg(String title, String caption, List<Panel> panels) {
        PictureHead head = PictureHead.of(title, caption);
        int top = head.height();
        int height = top + MARGIN + panels.stream().mapToInt(Panel::height).sum();
        BarChart chart = new BarChart(new Svg(height, title));
        head.drawTo(chart.svg);
        for (Panel panel : panels) {
            chart.draw(panel, top);
            top += panel.height();
        }
        return chart.svg.end();
    }

    private void draw(Panel panel, int top) {
        svg.line(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\" fill=\"" + ChartColour.INK + "\">%s</text>",
                MARGIN,
                top + 26,
                Svg.escaped(panel.title()));
        int y = top + 26;
        for (String line : panel.notes()) {
            y += LINE;
            svg.mono(MARGIN, y, SMALL, " fill=\"" + ChartColour.SOFT + "\"", line);
        }
        y = top + panel.head();
        if (!panel.bars().isEmpty()) {
            axis(y, y + panel.bars().size() * (BAR + GAP), panel.axis());
        }
        for (Bar bar : panel.bars()) {
            draw(bar, y);
            y += BAR + GAP;
        }
        y += panel.bars().isEmpty() ? -4 : AXIS;
        for (List<String> lines : panel.paragraphs()) {
            for (int i = 0; i < lines.size(); i++) {
                svg.mono(i == 0 ? MARGIN : 2 * MARGIN, y + 14, SIZE, " fill=\"" + ChartColour.INK + "\"", lines.get(i));
                y += LINE;
            }
            y += 6;
        }
    }

    private void axis(int top, int bottom, String measured) {
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = LABEL + tenth / 10.0 * axis();
            svg.line(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"" + ChartColour.GRID + "\"/>"
                            + "<text x=\"%.1f\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\" fill=\""
                            + ChartColour.SOFT + "\">%s</text>",
                    x,
                    top - 6,
                    x,
                    bottom,
                    x,
                    bottom + 14,
                    Checks.number(tenth / 10.0));
        }
        svg.line(
                "<text x=\"%.1f\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\" fill=\"" + ChartColour.SOFT
                        + "\">%s</text>",
                LABEL + axis() / 2.0,
                bottom + 29,
                Svg.escaped(measured));
    }

    private void draw(Bar bar, int y) {
        double length = bar.value() * axis();
        svg.mono(
                LABEL - 8.0,
                y + 14,
                SIZE,
                " text-anchor=\"end\" fill=\"" + ChartColour.INK + "\"",
                TerminalText.cut(bar.label(), Svg.cells(LABEL - 16, SIZE)));
        svg.line(
                "<rect x=\"%d\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"" + bar.colour()
                        + "\" data-value=\"%s\"/>",
                LABEL,
                y,
                length,
                BAR,
                bar.value());
        Double mark = bar.mark();
        double right = LABEL + Math.max(length, mark == null ? 0 : mark * axis());
        if (mark != null) {
            double x = LABEL + mark * axis();
            svg.line(
                    "<line x1=\"%.2f\" y1=\"%d\" x2=\"%.2f\" y2=\"%d\" stroke=\"" + ChartColour.MARK
                            + "\" stroke-width=\"3\"/>",
                    x,
                    y - 3,
                    x,
                    y + BAR + 3);
        }
        svg.line(
                "<text x=\"%.1f\" y=\"%d\" fill=\"" + ChartColour.INK + "\" stroke=\"" + ChartColour.PAPER
                        + "\" stroke-width=\"4\" paint-order=\"stroke\">%s</text>",
                right + 6,
                y + 14,
                bar.figure());
    }

    private static int axis() {
        return WIDTH - LABEL - VALUE;
    }
}
