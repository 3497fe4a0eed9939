package io.github.isotherm.report;

import java.util.Locale;

/** Lines of an SVG document. The same input gives the same bytes; no script, no font of its own. */
final class Svg {
    /** A fixed-width font, so that the width of a text is known without measuring it: 0.62 of its size a cell. */
    static final String MONO = "font-family=\"monospace\"";

    /** Every picture is as wide. */
    static final int WIDTH = 720;

    /** What stays free at its edges. */
    static final int MARGIN = 16;

    private static final double CELL = 0.62;

    private final StringBuilder out = new StringBuilder();

    Svg(int height, String title) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"13\" xml:space=\"preserve\" style=\"white-space:pre\">",
                WIDTH, height, WIDTH, height);
        line("<title>%s</title>", escaped(title));
        line("<rect width=\"%d\" height=\"%d\" fill=\"" + ChartColour.PAPER + "\"/>", WIDTH, height);
    }

    void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** A text in the fixed-width font; it may be anybody's. */
    void mono(double x, int y, int size, String style, String text) {
        line("<text x=\"%.1f\" y=\"%d\" %s font-size=\"%d\"%s>%s</text>", x, y, MONO, size, style, escaped(text));
    }

    String end() {
        return out + "</svg>\n";
    }

    /** How many cells of the fixed-width font fit. */
    static int cells(double width, double fontSize) {
        return (int) (width / (CELL * fontSize));
    }

    /** Text that means itself; what XML cannot hold becomes U+FFFD. */
    static String escaped(String text) {
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
