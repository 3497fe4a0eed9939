package io.github.isotherm.report;

import io.github.isotherm.compare.SampleStatistics;
import io.github.isotherm.report.BatchReport.Group;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A batch's statistics as a picture: the entropy along the completions as a line a temperature, and under it a panel a
 * statistic with a bar a temperature, from the coldest to the hottest.
 */
final class BatchPicture {
    private static final List<Statistic> STATISTICS = List.of(
            new Statistic(
                    "mean ln p",
                    "of a token under the model (T = 1, no chain), nats",
                    SampleStatistics::meanLogprob,
                    NumberText::four),
            new Statistic("tokens", "of a completion, the mean", SampleStatistics::meanTokens, NumberText::one),
            part("unique", "different completions, of all completions", BatchPicture::unique),
            part("distinct-1", "different tokens, of all tokens", SampleStatistics::distinct1),
            part("distinct-2", "different pairs of neighbours, of all pairs", SampleStatistics::distinct2),
            part("repetition", "runs of four tokens that came before in the text", SampleStatistics::repetition));

    private record Statistic(
            String title, String note, ToDoubleFunction<SampleStatistics> value, DoubleFunction<String> figure) {
        StatisticBars.Bar bar(Group group, String colour) {
            if (group.statistics().completions() == 0) {
                return new StatisticBars.Bar(group.name(), colour, null, "no completion");
            }
            double of = value.applyAsDouble(group.statistics());
            return new StatisticBars.Bar(group.name(), colour, of, figure.apply(of));
        }
    }

    private static Statistic part(String title, String note, ToDoubleFunction<SampleStatistics> value) {
        return new Statistic(title, note, value, NumberText::four);
    }

    private final BatchReport report;
    private final LocalDate date;
    private final List<Group> groups;
    private final List<String> colours;

    BatchPicture(BatchReport report, LocalDate date) {
        this.report = report;
        this.date = date;
        groups = report.groups().stream()
                .sorted(Comparator.comparing(
                        Group::temperature, Comparator.nullsFirst(Comparator.<Double>naturalOrder())))
                .toList();
        colours = new ArrayList<>();
        for (int rank = 0; rank < groups.size(); rank++) {
            colours.add(ChartColour.ofTemperature(rank, groups.size()));
        }
    }

    private static double unique(SampleStatistics statistics) {
        return (double) statistics.unique() / statistics.completions();
    }

    String svg() {
        PictureHead head = PictureHead.of(report.input(), caption());
        EntropyLines lines = EntropyLines.of(series());
        List<StatisticBars> bars = STATISTICS.stream().map(this::panel).toList();
        int rows = (bars.size() + 1) / 2;
        Svg svg = new Svg(head.height() + lines.height() + rows * bars.get(0).height() + Svg.MARGIN, report.input());
        head.drawTo(svg);
        int top = head.height();
        lines.drawTo(svg, top);
        top += lines.height();
        for (int i = 0; i < bars.size(); i++) {
            int left = i % 2 == 0 ? Svg.MARGIN : Svg.WIDTH / 2 + Svg.MARGIN / 2;
            bars.get(i).drawTo(svg, left, top + i / 2 * bars.get(i).height());
        }
        return svg.end();
    }

    private String caption() {
        return PictureCaption.ofCompletions(report.model(), report.seed(), date)
                + (groups.size() > 1 ? ", the same random numbers at every temperature. " : ". ")
                + rows();
    }

    /** One sentence where all temperatures have as many. */
    private String rows() {
        List<String> each = groups.stream().map(BatchPicture::rows).distinct().toList();
        return each.size() == 1
                ? (groups.size() > 1 ? "At each temperature " : "") + each.get(0) + "."
                : groups.stream()
                        .map(group -> group.name() + ": " + rows(group))
                        .collect(Collectors.joining("; ", "", "."));
    }

    private static String rows(Group group) {
        String rows = String.format(Locale.ROOT, "%,d %s", group.rows(), group.rows() == 1 ? "row" : "rows");
        return group.errors() == 0 ? rows : String.format(Locale.ROOT, "%s, %,d with an error", rows, group.errors());
    }

    private List<EntropyLines.Line> series() {
        List<EntropyLines.Line> series = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            List<Double> entropies = groups.get(i).statistics().entropies();
            if (!entropies.isEmpty()) {
                series.add(new EntropyLines.Line(groups.get(i).name(), colours.get(i), entropies));
            }
        }
        return series;
    }

    private StatisticBars panel(Statistic statistic) {
        List<StatisticBars.Bar> bars = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            bars.add(statistic.bar(groups.get(i), colours.get(i)));
        }
        return new StatisticBars(statistic.title(), statistic.note(), bars);
    }
}
