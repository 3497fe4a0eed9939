package io.github.isotherm.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statistic at several temperatures as horizontal bars, on an axis from 0 to beyond the longest; to the left where values
 * are negative.
 */
record StatisticBars(String title, String note, List<Bar> bars) {
    private static final int LABEL = 82;
    private static final int AXIS = 184;
    private static final int BAR = 14;
    private static final int GAP = 6;
    private static final int HEAD = 62;
    private static final int FOOT = 26;
    private static final int SIZE = 12;
    private static final int SMALL = 11;
    private static final int MARKS = 4;

    /**
     * One bar.
     *
     * @param label its temperature
     * @param colour of it
     * @param value null where there is none
     * @param figure after it, what it is
     */
    record Bar(String label, String colour, @Nullable Double value, String figure) {}

    int height() {
        return HEAD + bars.size() * (BAR + GAP) + FOOT;
    }

    void drawTo(Svg svg, int left, int top) {
        svg.line(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\" fill=\"" + ChartColour.INK + "\">%s</text>",
                left,
                top + 26,
                title);
        svg.line(
                "<text x=\"%d\" y=\"%d\" font-size=\"11\" fill=\"" + ChartColour.SOFT + "\">%s</text>",
                left,
                top + 43,
                note);
        AxisScale scale = scale();
        int y = top + HEAD;
        axis(svg, scale, left + LABEL, y - 5, y + bars.size() * (BAR + GAP) - 1);
        for (Bar bar : bars) {
            draw(svg, bar, scale, left + LABEL, y);
            y += BAR + GAP;
        }
    }

    private AxisScale scale() {
        return AxisScale.of(
                bars.stream()
                        .map(Bar::value)
                        .filter(value -> value != null && Double.isFinite(value))
                        .mapToDouble(Math::abs)
                        .max()
                        .orElse(0),
                MARKS);
    }

    private boolean isNegative() {
        return bars.stream().map(Bar::value).anyMatch(value -> value != null && value < 0);
    }

    private void axis(Svg svg, AxisScale scale, int left, int top, int bottom) {
        for (int mark = 0; mark <= scale.marks(); mark++) {
            double part = (double) mark / scale.marks();
            double x = left + AXIS * (isNegative() ? 1 - part : part);
            svg.line(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\" fill=\""
                            + ChartColour.SOFT + "\">%s</text>",
                    x,
                    top,
                    x,
                    bottom,
                    mark == 0 ? ChartColour.REST : ChartColour.GRID,
                    x,
                    bottom + 14,
                    (isNegative() && mark > 0 ? "−" : "") + scale.label(mark));
        }
    }

    private void draw(Svg svg, Bar bar, AxisScale scale, int left, int y) {
        svg.mono(
                left - 8.0,
                y + 11,
                SIZE,
                " text-anchor=\"end\" fill=\"" + ChartColour.INK + "\"",
                TerminalText.cut(bar.label(), Svg.cells(LABEL - 8, SIZE)));
        Double value = bar.value();
        if (value == null) {
            figure(svg, left, y, ChartColour.SOFT, bar.figure());
            return;
        }
        double length = AXIS * Math.min(1, Math.abs(value) / scale.end());
        svg.line(
                "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\" data-value=\"%s\"/>",
                value < 0 ? left + AXIS - length : left, y, length, BAR, bar.colour(), value);
        figure(svg, isNegative() ? left + AXIS : left + length, y, ChartColour.INK, bar.figure());
    }

    private static void figure(Svg svg, double x, int y, String colour, String text) {
        svg.line(
                "<text x=\"%.1f\" y=\"%d\" font-size=\"" + SMALL + "\" fill=\"%s\" stroke=\"" + ChartColour.PAPER
                        + "\" stroke-width=\"4\" paint-order=\"stroke\">%s</text>",
                x + 6,
                y + 11,
                colour,
                text.replace('-', '−'));
    }
}
