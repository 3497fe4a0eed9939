package io.github.isotherm.cli;

import io.github.isotherm.error.ShownText;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.NextReport;
import io.github.isotherm.report.Report;
import java.time.Clock;
import java.time.ZoneId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** How a report is printed: in which form, and how its bars are drawn. */
final class ReportOutput {
    private final FormatOption format = new FormatOption(
            OutputFormat.TABLE, OutputFormat.JSON, OutputFormat.CSV, OutputFormat.MD, OutputFormat.SVG);

    @Mixin
    private final Drawing drawing = new Drawing();

    /** Adds what is no field. */
    void addTo(CommandSpec command) {
        format.addTo(command);
    }

    /** Refuses a form that is none before anything is computed. */
    void check() {
        format.check();
    }

    void print(Terminal terminal, Report report) {
        terminal.out().print(text(format.form(), report, drawing.bars(terminal), terminal));
    }

    /** The same, where a person who asked for no form sees the temperatures side by side if the window has room for them. */
    void print(Terminal terminal, NextReport report) {
        String side = terminal.interactive() && !format.isGiven()
                ? report.sideBySide(drawing.bars(terminal), terminal.columns()).orElse("")
                : "";
        if (side.isEmpty()) {
            print(terminal, (Report) report);
        } else {
            terminal.out().print(Drawing.coloured(terminal, ShownText.lines(side)));
        }
    }

    /** A report in a form, whole lines. */
    static String text(OutputFormat form, Report report, BarStyle bars, Terminal terminal) {
        return switch (form) {
            case JSON -> report.json() + "\n";
            case CSV -> report.csv();
            case MD -> report.markdown();
            case SVG -> report.svg(PictureDate.of(terminal.environment(), Clock.system(ZoneId.systemDefault())));
            case TABLE, TEXT -> Drawing.coloured(terminal, ShownText.lines(report.table(bars)));
            case F32 -> throw new IllegalArgumentException(form.label());
        };
    }
}
