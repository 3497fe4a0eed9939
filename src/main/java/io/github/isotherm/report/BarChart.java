package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import java.util.List;
import java.util.Locale;

/**
 * Bar charts as SVG: one panel a temperature, one above the other, all on the fixed axis from 0 to 1. The same input
 * gives the same bytes; no script, no font of its own.
 */
final class BarChart {
    private static final int WIDTH = 720;
    private static final int LABEL = 190;
    private static final int VALUE = 90;
    private static final int BAR = 18;
    private static final int GAP = 8;
    private static final int HEAD = 44;
    private static final int AXIS = 30;

    /** One bar. */
    record Bar(String label, double value) {}

    /** One panel. */
    record Panel(String title, List<Bar> bars) {}

    private final StringBuilder out = new StringBuilder();

    private BarChart() {}

    static String svg(String title, List<Panel> panels) {
        return new BarChart().draw(title, panels);
    }

    private String draw(String title, List<Panel> panels) {
        int height = 40;
        for (Panel panel : panels) {
            height += heightOf(panel);
        }
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"13\">",
                WIDTH, height);
        line("<title>%s</title>", escaped(title));
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        line(
                "<text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"bold\" fill=\"#1a1a1a\">%s</text>",
                escaped(title));
        int top = 40;
        for (Panel panel : panels) {
            draw(panel, top);
            top += heightOf(panel);
        }
        line("</svg>");
        return out.toString();
    }

    private static int heightOf(Panel panel) {
        return HEAD + panel.bars().size() * (BAR + GAP) + AXIS;
    }

    private void draw(Panel panel, int top) {
        int bottom = top + HEAD + panel.bars().size() * (BAR + GAP);
        line("<text x=\"16\" y=\"%d\" fill=\"#1a1a1a\">%s</text>", top + 26, escaped(panel.title()));
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = LABEL + tenth / 10.0 * axis();
            line(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#d9d9d9\"/>"
                            + "<text x=\"%.1f\" y=\"%d\" font-size=\"11\" text-anchor=\"middle\" fill=\"#595959\">%s</text>",
                    x, top + HEAD - 6, x, bottom, x, bottom + 14, Checks.number(tenth / 10.0));
        }
        int y = top + HEAD;
        for (Bar bar : panel.bars()) {
            draw(bar, y);
            y += BAR + GAP;
        }
    }

    private void draw(Bar bar, int y) {
        double length = bar.value() * axis();
        line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1a1a1a\">%s</text>",
                LABEL - 8, y + 14, escaped(bar.label()));
        line("<rect x=\"%d\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"#0072b2\"/>", LABEL, y, length, BAR);
        line(
                "<text x=\"%.1f\" y=\"%d\" fill=\"#1a1a1a\">%s</text>",
                LABEL + length + 6, y + 14, Figures.probability(bar.value()));
    }

    private static int axis() {
        return WIDTH - LABEL - VALUE;
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default ->
                    safe.appendCodePoint(
                            c < ' ' || (c >= 0xD800 && c < 0xE000) || (c > 0xFFFD && c < 0x10000) ? 0xFFFD : c);
            }
        });
        return safe.toString();
    }
}
