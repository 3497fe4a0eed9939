package io.github.isotherm.report;

import io.github.isotherm.error.ShownText;
import io.github.isotherm.report.BatchReport.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A batch's statistics for a terminal: one line a temperature, with the entropy along its completions. */
record BatchTable(BatchReport report, BarStyle bars) {
    /** Marks of a line of entropies; where completions are longer, a mark is the mean of several steps. */
    private static final int MARKS = 40;

    String text() {
        StringBuilder out = new StringBuilder("statistics of the completions of ")
                .append(ShownText.line(report.input()))
                .append(", seed ")
                .append(report.seed())
                .append('\n');
        statistics().appendTo(out, "  ");
        if (highest() > 0) {
            out.append(String.format(Locale.ROOT, "entropy by token: 0 to %.2f nats", highest()));
            out.append(together() == 1 ? "\n" : ", a mark is the mean of " + together() + " tokens\n");
        }
        return out.toString();
    }

    private TextTable statistics() {
        TextTable table = new TextTable("rrrrrrrrrl");
        table.row(cells(BatchReport.HEADER.stream(), "entropy by token"));
        for (Group group : report.groups()) {
            List<Double> marks = marks(group.statistics().entropies());
            table.row(cells(group.line(), Sparkline.of(marks, highest(), bars)));
        }
        return table;
    }

    private static String[] cells(Stream<String> cells, String last) {
        return Stream.concat(cells, Stream.of(last)).toArray(String[]::new);
    }

    /** One scale for all temperatures. */
    private double highest() {
        return report.groups().stream()
                .flatMap(group -> marks(group.statistics().entropies()).stream())
                .mapToDouble(mark -> mark)
                .max()
                .orElse(0);
    }

    /** How many steps share a mark. */
    private int together() {
        int longest = report.groups().stream()
                .mapToInt(group -> group.statistics().entropies().size())
                .max()
                .orElse(0);
        return Math.max(1, (longest + MARKS - 1) / MARKS);
    }

    private List<Double> marks(List<Double> entropies) {
        List<Double> marks = new ArrayList<>();
        for (int from = 0; from < entropies.size(); from += together()) {
            marks.add(entropies.subList(from, Math.min(entropies.size(), from + together())).stream()
                    .mapToDouble(entropy -> entropy)
                    .average()
                    .orElse(0));
        }
        return marks;
    }
}
