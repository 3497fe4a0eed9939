package io.github.isotherm.cli;

import io.github.isotherm.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In which form a report is printed. */
final class ReportOutput {
    @Option(names = "--format", paramLabel = "table|json|csv|md|svg", description = "How to print it (default table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Mixin
    private final Drawing drawing = new Drawing();

    void print(Terminal terminal, Report report) {
        OutputFormat form = json ? OutputFormat.JSON : format;
        terminal.out().print(form.text(report, drawing.bars(terminal), terminal));
    }
}
