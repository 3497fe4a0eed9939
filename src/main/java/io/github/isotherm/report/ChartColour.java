package io.github.isotherm.report;

import java.util.Locale;

/** The colours of pictures, on white; blue and orange are told apart by every kind of sight (Okabe and Ito, 2008). */
final class ChartColour {
    static final String PAPER = "#ffffff";
    static final String INK = "#1a1a1a";
    static final String SOFT = "#595959";
    static final String GRID = "#d9d9d9";
    static final String BAR = "#0072b2";
    static final String REST = "#8c8c8c";
    static final String MARK = "#d55e00";

    /**
     * From cold to hot, each lighter than the one before, so that they are an order for every kind of sight and in grey; all
     * dark enough on white (the lower three quarters of van der Walt and Smith's "plasma", 2015).
     */
    private static final int[] HEAT = {0x0d0887, 0x5c01a6, 0x9c179e, 0xcc4778, 0xe4695e};

    private ChartColour() {}

    /** Of the so-many-th of several temperatures, the coldest first. */
    static String ofTemperature(int rank, int temperatures) {
        if (temperatures == 1) {
            return BAR;
        }
        double at = (double) rank / (temperatures - 1) * (HEAT.length - 1);
        int below = Math.min((int) at, HEAT.length - 2);
        return String.format(Locale.ROOT, "#%06x", between(HEAT[below], HEAT[below + 1], at - below));
    }

    private static int between(int from, int to, double part) {
        int mixed = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int one = from >> shift & 0xff;
            int other = to >> shift & 0xff;
            mixed |= (int) Math.round(one + part * (other - one)) << shift;
        }
        return mixed;
    }
}
