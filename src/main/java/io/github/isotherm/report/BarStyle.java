package io.github.isotherm.report;

/** Horizontal bars of text on the fixed axis from 0 to 1, so that bars at two temperatures can be compared. */
public enum BarStyle {
    /** Eighths of a block. */
    UNICODE {
        @Override
        String bar(double value, int width) {
            int eighths = (int) Math.round(value * width * 8);
            String whole = "█".repeat(eighths / 8);
            return eighths % 8 == 0 ? whole : whole + "▏▎▍▌▋▊▉".charAt(eighths % 8 - 1);
        }
    },
    /** Number signs, for terminals without Unicode. */
    ASCII {
        @Override
        String bar(double value, int width) {
            return "#".repeat((int) Math.round(value * width));
        }
    };

    /**
     * A bar.
     *
     * @param value in [0, 1]
     * @param width characters of a value of 1
     * @return its text, without trailing blanks
     */
    abstract String bar(double value, int width);

    /** A bar with its axis: a frame of the width of 1. */
    String framed(double value, int width) {
        String bar = bar(value, width);
        return "|" + bar + " ".repeat(Math.max(0, width - bar.length())) + "|";
    }
}
