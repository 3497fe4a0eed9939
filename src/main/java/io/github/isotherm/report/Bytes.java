package io.github.isotherm.report;

import java.util.Locale;

/** How sizes are written for people. */
public final class Bytes {
    private static final double KILO = 1000;
    private static final String UNITS = "kMGT";

    private Bytes() {}

    /**
     * A size with three digits or so.
     *
     * @param bytes ≥ 0
     * @return "831 B", "1.5 MB", "94.9 MB"
     */
    public static String text(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        double value = bytes / KILO;
        int unit = 0;
        while (value >= KILO && unit < UNITS.length() - 1) {
            value /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, UNITS.charAt(unit));
    }
}
