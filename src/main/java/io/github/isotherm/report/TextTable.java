package io.github.isotherm.report;

import io.github.isotherm.error.ShownText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in columns that line up: the first so many columns to the left, numbers to the right. */
final class TextTable {
    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /** Columns marked 'l' are set to the left, 'r' to the right. */
    TextTable(String alignment) {
        right = new boolean[alignment.length()];
        for (int i = 0; i < right.length; i++) {
            right[i] = alignment.charAt(i) == 'r';
        }
    }

    /** A row; what a terminal would obey is written out. */
    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(ShownText::line).toArray(String[]::new));
    }

    void appendTo(StringBuilder out, String indent) {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], TerminalText.width(row[i]));
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.length; i++) {
                String blanks = " ".repeat(widths[i] - TerminalText.width(row[i]));
                line.append(i == 0 ? "" : "  ").append(right[i] ? blanks + row[i] : row[i] + blanks);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
