package io.github.isotherm.report;

import java.util.List;

/** What stands above a picture's panels: its title, and smaller what it shows, both wrapped. */
record PictureHead(List<String> titles, List<String> captions) {
    private static final int TITLE_SIZE = 15;
    private static final int TITLE_LINE = 22;
    private static final int CAPTION_SIZE = 11;
    private static final int CAPTION_LINE = 18;
    private static final int EDGE = 4;
    private static final int FOOT = 10;

    static PictureHead of(String title, String caption) {
        int width = Svg.WIDTH - 2 * Svg.MARGIN;
        return new PictureHead(
                TerminalText.wrapped(visible(title), Svg.cells(width, TITLE_SIZE)),
                TerminalText.wrapped(caption, Svg.cells(width, CAPTION_SIZE)));
    }

    /** Line breaks as they are written elsewhere. */
    private static String visible(String title) {
        return title.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    int height() {
        return EDGE + titles.size() * TITLE_LINE + captions.size() * CAPTION_LINE + FOOT;
    }

    void drawTo(Svg svg) {
        int y = EDGE;
        for (String line : titles) {
            y += TITLE_LINE;
            svg.mono(Svg.MARGIN, y, TITLE_SIZE, " font-weight=\"bold\" fill=\"" + ChartColour.INK + "\"", line);
        }
        for (String line : captions) {
            y += CAPTION_LINE;
            svg.mono(Svg.MARGIN, y, CAPTION_SIZE, " fill=\"" + ChartColour.SOFT + "\"", line);
        }
    }
}
