package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.compare.SampleStatistics;
import io.github.isotherm.error.Checks;
import io.github.isotherm.report.Csv.Column;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a file became, at each temperature: the statistics of their completions, in every form.
 *
 * @param model the model's name
 * @param seed of the batch
 * @param input what the file is called
 * @param groups one a temperature, in the order asked for
 */
public record BatchReport(String model, long seed, String input, List<Group> groups) implements Report {
    private static final Csv<Group> COLUMNS = new Csv<>(List.of(
            Column.of("temperature", Group::temperatureText),
            Column.of("rows", Group::rows),
            Column.of("errors", Group::errors),
            Column.of("completions", group -> group.statistics.completions()),
            Column.of("unique", group -> group.statistics.unique()),
            Column.of("distinct_1", group -> group.statistics.distinct1()),
            Column.of("distinct_2", group -> group.statistics.distinct2()),
            Column.of("repetition", group -> group.statistics.repetition()),
            Column.of("mean_logprob", group -> NumberText.full(group.statistics.meanLogprob())),
            Column.of("mean_tokens", group -> group.statistics.meanTokens()),
            Column.text(
                    "entropies",
                    group -> group.statistics.entropies().stream()
                            .map(NumberText::full)
                            .collect(Collectors.joining(" ")))));

    /** What stands above the columns of tables. */
    static final List<String> HEADER =
            List.of("T", "rows", "errors", "unique", "distinct-1", "distinct-2", "repetition", "mean ln p", "tokens");

    /** Copies the list. */
    public BatchReport {
        groups = List.copyOf(groups);
    }

    /**
     * The rows at one temperature.
     *
     * @param temperature T; null where each row says its own
     * @param rows that were answered
     * @param errors rows among them whose answer is an error
     * @param statistics of the completions of the others
     */
    public record Group(@Nullable Double temperature, long rows, long errors, SampleStatistics statistics) {
        private @Nullable String temperatureText() {
            return temperature == null ? null : Checks.number(temperature);
        }

        /** The temperature, or whose it is. */
        String label() {
            return temperature == null ? "row's own" : Checks.number(temperature);
        }

        /** The same where nothing else says that it is T. */
        String name() {
            return temperature == null ? label() : "T = " + label();
        }

        /** The statistics as tables show them, empty where no row was completed. */
        private List<String> cells() {
            SampleStatistics s = statistics;
            return s.completions() == 0
                    ? Collections.nCopies(6, "")
                    : List.of(
                            Integer.toString(s.unique()),
                            NumberText.four(s.distinct1()),
                            NumberText.four(s.distinct2()),
                            NumberText.four(s.repetition()),
                            NumberText.four(s.meanLogprob()),
                            NumberText.one(s.meanTokens()));
        }

        /** All cells of its line: the temperature, its rows and errors, its statistics. */
        Stream<String> line() {
            return Stream.concat(Stream.of(label(), Long.toString(rows), Long.toString(errors)), cells().stream());
        }
    }

    /**
     * The statistics for a terminal: one line a temperature.
     *
     * @param bars how to draw the entropy along the completions
     * @return lines
     */
    @Override
    public String table(BarStyle bars) {
        return new BatchTable(this, bars).text();
    }

    /**
     * One JSON object: {@code model, seed, input, temperatures[{temperature, rows, errors, statistics}]}.
     *
     * @return one line
     */
    @Override
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.put("seed", seed);
        root.put("input", input);
        ArrayNode temperatures = root.putArray("temperatures");
        for (Group group : groups) {
            temperatures
                    .addObject()
                    .put("temperature", group.temperature)
                    .put("rows", group.rows)
                    .put("errors", group.errors)
                    .set("statistics", StatisticsNode.of(group.statistics));
        }
        return JsonLine.of(root);
    }

    /**
     * Comma-separated values: one line a temperature, the entropies of the steps in one cell.
     *
     * @return lines with a header
     */
    @Override
    public String csv() {
        return COLUMNS.of(groups);
    }

    /**
     * Markdown: a table of the statistics.
     *
     * @return lines
     */
    @Override
    public String markdown() {
        StringBuilder out = new StringBuilder(markdown(HEADER.stream()));
        out.append("|---:".repeat(HEADER.size())).append("|\n");
        groups.forEach(group -> out.append(markdown(group.line())));
        return out.toString();
    }

    private static String markdown(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /**
     * The statistics as an SVG picture: entropy along the completions as a line a temperature, every other statistic as a
     * bar a temperature.
     *
     * @param date when it was made
     * @return the document
     */
    @Override
    public String svg(LocalDate date) {
        return new BatchPicture(this, date).svg();
    }
}
