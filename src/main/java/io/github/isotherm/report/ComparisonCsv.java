package io.github.isotherm.report;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.report.Csv.Column;
import io.github.isotherm.sampling.StepTrace;
import java.util.ArrayList;
import java.util.List;

/** A comparison as comma-separated values: one line a completion. */
final class ComparisonCsv {
    private static final Csv<Line> COLUMNS = new Csv<>(List.of(
            Column.of("temperature", line -> Checks.number(line.temperature)),
            Column.of("sample", Line::sample),
            Column.of("seed", line -> line.completion.seed()),
            Column.of("finish_reason", line -> line.completion.finishReason()),
            Column.of("tokens", line -> line.completion.completionTokens()),
            Column.of(
                    "mean_logprob_raw",
                    line -> line.completion.traces().stream()
                            .mapToDouble(StepTrace::logprobRaw)
                            .average()
                            .orElse(0)),
            Column.text("text", line -> line.completion.text())));

    private record Line(double temperature, int sample, GenerationResult completion) {}

    private ComparisonCsv() {}

    static String text(ComparedCompletions compared) {
        List<Line> lines = new ArrayList<>();
        for (ComparedCompletions.Group group : compared.groups()) {
            for (int sample = 0; sample < group.samples().size(); sample++) {
                lines.add(new Line(group.temperature(), sample, group.samples().get(sample)));
            }
        }
        return COLUMNS.of(lines);
    }
}
