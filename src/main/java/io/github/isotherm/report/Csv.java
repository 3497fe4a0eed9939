package io.github.isotherm.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) from a list of columns: a new column is a new entry.
 *
 * @param columns first to last
 * @param <L> what a line tells
 */
record Csv<L>(List<Column<L>> columns) {
    /**
     * A column.
     *
     * @param name in the header
     * @param quoted whether its cells are texts, which stand in quotes
     * @param cell of a line; null is an empty cell
     */
    record Column<L>(String name, boolean quoted, Function<L, @Nullable Object> cell) {
        static <L> Column<L> of(String name, Function<L, @Nullable Object> cell) {
            return new Column<>(name, false, cell);
        }

        static <L> Column<L> text(String name, Function<L, @Nullable Object> cell) {
            return new Column<>(name, true, cell);
        }

        private String written(L line) {
            Object value = cell.apply(line);
            if (value == null) {
                return "";
            }
            return quoted ? '"' + value.toString().replace("\"", "\"\"") + '"' : value.toString();
        }
    }

    /** The header and the lines. */
    String of(List<L> lines) {
        StringBuilder out = new StringBuilder(columns.stream().map(Column::name).collect(Collectors.joining(",")));
        out.append('\n');
        for (L line : lines) {
            out.append(columns.stream().map(column -> column.written(line)).collect(Collectors.joining(",")))
                    .append('\n');
        }
        return out.toString();
    }
}
