package io.github.isotherm.report;

import java.time.LocalDate;

/** What a command answers, in every form it can be printed in. */
public interface Report {
    /**
     * For a terminal.
     *
     * @param bars how bars are drawn
     * @return lines
     */
    String table(BarStyle bars);

    /**
     * One JSON object.
     *
     * @return one line, without its end
     */
    String json();

    /**
     * Comma-separated values.
     *
     * @return lines, the first with the names of the columns
     */
    String csv();

    /**
     * Markdown.
     *
     * @return lines
     */
    String markdown();

    /**
     * A picture.
     *
     * @param date when it was made, which it says
     * @return an SVG document
     */
    String svg(LocalDate date);
}
