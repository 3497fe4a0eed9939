package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.files.WholeFile;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.BatchReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --report}: what the rows of a batch became, as a table for who runs it and in a file. */
final class BatchReportFile {
    static final String NAME = "--report";

    private static final List<OutputFormat> FORMS =
            List.of(OutputFormat.SVG, OutputFormat.JSON, OutputFormat.CSV, OutputFormat.MD);

    @Option(
            names = NAME,
            paramLabel = "FILE",
            description =
                    "At the end prints the statistics of compare over all rows as a table, and writes them to this file: a"
                            + " picture (.svg), or .json, .csv or .md (default: none).")
    private @Nullable Path file;

    @Mixin
    private final Drawing drawing = new Drawing();

    boolean isAsked() {
        return file != null;
    }

    /** Refuses a file that cannot be written, before anything is answered. */
    void check() {
        if (file == null) {
            return;
        }
        form(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new InvalidValueException(
                    NAME + " is " + file + " but there is no folder " + folder + "; choose a folder that exists.");
        }
    }

    private static OutputFormat form(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return FORMS.stream()
                .filter(form -> name.endsWith("." + form.label()))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(NAME + " is " + file + " but must end in "
                        + FORMS.stream().map(form -> "." + form.label()).collect(Collectors.joining(", ")) + "."));
    }

    void write(Terminal terminal, BatchReport report) {
        if (file == null) {
            return;
        }
        terminal.out().print(ReportOutput.text(OutputFormat.TABLE, report, drawing.bars(terminal), terminal));
        try {
            WholeFile.at(file).write(ReportOutput.text(form(file), report, BarStyle.UNICODE, terminal));
        } catch (UnwrittenFileException e) {
            throw new IsothermException(
                    NAME + " cannot write " + file + " (" + e.getMessage() + "); " + e.wayOut() + ".", e);
        }
    }
}
