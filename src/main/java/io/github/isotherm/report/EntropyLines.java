package io.github.isotherm.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Entropy along completions: one line a temperature, its name at its right end, from the first token to the last. */
record EntropyLines(List<Line> lines, AxisScale scale, int longest) {
    private static final int LEFT = 56;
    private static final int LABEL = 104;
    private static final int PLOT = Svg.WIDTH - LEFT - LABEL;
    private static final int LEAST_HEIGHT = 190;
    private static final int HEAD = 60;
    private static final int FOOT = 44;
    private static final int NAME_HEIGHT = 14;
    private static final int SIZE = 12;
    private static final int MARKS = 5;
    private static final int STEP_MARKS = 10;
    private static final int DOTTED = 20;

    /**
     * One line.
     *
     * @param name of its temperature
     * @param colour of it
     * @param entropies by step, at least one
     */
    record Line(String name, String colour, List<Double> entropies) {
        private double last() {
            return entropies.get(entropies.size() - 1);
        }
    }

    static EntropyLines of(List<Line> lines) {
        double most = lines.stream()
                .flatMap(line -> line.entropies().stream())
                .mapToDouble(entropy -> entropy)
                .max()
                .orElse(0);
        int longest =
                lines.stream().mapToInt(line -> line.entropies().size()).max().orElse(0);
        return new EntropyLines(lines, AxisScale.of(most, MARKS), longest);
    }

    private int plotHeight() {
        return lines.isEmpty() ? 0 : Math.max(LEAST_HEIGHT, lines.size() * NAME_HEIGHT);
    }

    int height() {
        return lines.isEmpty() ? HEAD : HEAD + plotHeight() + FOOT;
    }

    void drawTo(Svg svg, int top) {
        text(svg, Svg.MARGIN, top + 26, "font-weight=\"bold\" fill=\"" + ChartColour.INK + "\"", "entropy by token");
        text(
                svg,
                Svg.MARGIN,
                top + 43,
                "font-size=\"11\" fill=\"" + ChartColour.SOFT + "\"",
                lines.isEmpty()
                        ? "no completion whose entropies are known"
                        : "of the distribution drawn from, nats; the mean over the completions that reach the token");
        if (lines.isEmpty()) {
            return;
        }
        int bottom = top + HEAD + plotHeight();
        values(svg, bottom);
        steps(svg, bottom);
        lines.forEach(line -> draw(svg, line, bottom));
        names(svg, bottom);
    }

    private static void text(Svg svg, double x, double y, String style, String text) {
        svg.line("<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>", x, y, style, text);
    }

    private double x(int step) {
        return longest == 1 ? LEFT + PLOT / 2.0 : LEFT + (double) step / (longest - 1) * PLOT;
    }

    private double y(double entropy, int bottom) {
        return bottom - entropy / scale.end() * plotHeight();
    }

    private void values(Svg svg, int bottom) {
        for (int mark = 0; mark <= scale.marks(); mark++) {
            double y = y(scale.at(mark), bottom);
            svg.line(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\"/>",
                    LEFT, y, LEFT + PLOT, y, mark == 0 ? ChartColour.REST : ChartColour.GRID);
            text(
                    svg,
                    LEFT - 8.0,
                    y + 4,
                    "font-size=\"11\" text-anchor=\"end\" fill=\"" + ChartColour.SOFT + "\"",
                    scale.label(mark));
        }
    }

    private void steps(Svg svg, int bottom) {
        String style = "font-size=\"11\" text-anchor=\"middle\" fill=\"" + ChartColour.SOFT + "\"";
        int apart =
                Math.max(1, (int) Math.round(AxisScale.of(longest, STEP_MARKS).step()));
        text(svg, x(0), bottom + 16.0, style, "1");
        for (int token = apart == 1 ? 2 : apart; token <= longest; token += apart) {
            text(svg, x(token - 1), bottom + 16.0, style, String.format(Locale.ROOT, "%,d", token));
        }
        text(svg, LEFT + PLOT / 2.0, bottom + 32.0, style, "token of the completion");
    }

    private void draw(Svg svg, Line line, int bottom) {
        StringBuilder path = new StringBuilder();
        List<Double> entropies = line.entropies();
        for (int step = 0; step < entropies.size(); step++) {
            double y = y(entropies.get(step), bottom);
            path.append(String.format(Locale.ROOT, "%s%.2f,%.2f", step == 0 ? "" : " ", x(step), y));
            if (longest <= DOTTED || entropies.size() == 1) {
                svg.line("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"3\" fill=\"%s\"/>", x(step), y, line.colour());
            }
        }
        svg.line(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
                path, line.colour());
    }

    /** Beside the ends of the lines, from top to bottom in their order, none over another. */
    private void names(Svg svg, int bottom) {
        List<Line> downwards = new ArrayList<>(lines);
        downwards.sort(Comparator.comparingDouble(Line::last).reversed());
        double[] at =
                downwards.stream().mapToDouble(line -> y(line.last(), bottom)).toArray();
        double lowest = bottom;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], lowest);
            lowest = at[i] - NAME_HEIGHT;
        }
        double highest = bottom - (double) plotHeight();
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(at[i], highest);
            highest = at[i] + NAME_HEIGHT;
            name(svg, downwards.get(i), bottom, at[i]);
        }
    }

    private void name(Svg svg, Line line, int bottom, double y) {
        svg.line(
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%d\" y2=\"%.2f\" stroke=\"%s\" stroke-dasharray=\"2 2\"/>",
                x(line.entropies().size() - 1), y(line.last(), bottom), LEFT + PLOT + 16, y, line.colour());
        svg.mono(
                LEFT + PLOT + 20.0,
                (int) Math.round(y) + 4,
                SIZE,
                " fill=\"" + ChartColour.INK + "\"",
                TerminalText.cut(line.name(), Svg.cells(LABEL - 20 - Svg.MARGIN, SIZE)));
    }
}
