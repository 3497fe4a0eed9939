package io.github.isotherm.report;

import java.util.List;

/** Values along a text as one character each, from 0 to a given maximum. */
final class Sparkline {
    private static final String UNICODE = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.:-=+*#";

    private Sparkline() {}

    static String of(List<Double> values, double most, BarStyle bars) {
        String levels = bars == BarStyle.ASCII ? ASCII : UNICODE;
        StringBuilder line = new StringBuilder();
        for (double value : values) {
            double part = most > 0 ? value / most : 0;
            line.append(levels.charAt((int) Math.min(levels.length() - 1, Math.round(part * (levels.length() - 1)))));
        }
        return line.toString();
    }
}
