package io.github.isotherm.report;

/** The colours of pictures, on white; blue and orange are told apart by every kind of sight (Okabe and Ito, 2008). */
final class ChartColour {
    static final String PAPER = "#ffffff";
    static final String INK = "#1a1a1a";
    static final String SOFT = "#595959";
    static final String GRID = "#d9d9d9";
    static final String BAR = "#0072b2";
    static final String REST = "#8c8c8c";
    static final String MARK = "#d55e00";

    private ChartColour() {}
}
