package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.compare.TemperatureSweep;
import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.error.Checks;
import io.github.isotherm.report.Bars;
import io.github.isotherm.report.NextReport;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code next}: the exact next-token distribution. */
@Command(
        name = "next",
        mixinStandardHelpOptions = true,
        description = {
            "The exact distribution of the next token at several temperatures, over the whole vocabulary.",
            "Only the temperature is applied, unless a chain or sampling options are given."
        })
final class NextCommand implements Callable<Integer> {
    /** The forms a distribution is printed in. */
    enum Format {
        TABLE,
        JSON,
        CSV,
        MD,
        SVG
    }

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue; default: standard input.")
    private @Nullable String prompt;

    @Option(
            names = {"-t", "--temperatures", "--temperature"},
            split = ",",
            paramLabel = "T",
            description = "Temperatures, separated by commas (default 0.2,0.7,1,1.5).")
    private List<Double> temperatures = List.of(0.2, 0.7, 1.0, 1.5);

    @Option(names = "--top", paramLabel = "N", description = "How many tokens to list (default 10).")
    private int top = 10;

    @Option(
            names = {"-c", "--candidates"},
            split = ",",
            paramLabel = "WORD",
            description =
                    "Your own words, separated by commas; each is scored with one leading space unless it brings one.")
    private List<String> candidates = List.of();

    @Option(names = "--format", paramLabel = "table|json|csv|md|svg", description = "How to print it (default table).")
    private Format format = Format.TABLE;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(names = "--ascii", description = "Draws bars with #, for terminals without Unicode.")
    private boolean ascii;

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    NextCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        sampling.addTo(spec, false);
    }

    @Override
    public Integer call() {
        ProcessorChain chain = sampling.chainAlone();
        Checks.atLeast("--top", top, 0);
        String text = Prompt.read(terminal, prompt, raw);
        try (LocalModel opened = model.open(terminal)) {
            int[] ids = opened.encode(text);
            TemperatureSweep sweep = new TemperatureSweep(
                    chain,
                    temperatures,
                    top,
                    candidates.stream().map(opened::word).toList());
            List<Integer> promptIds = Arrays.stream(ids).boxed().toList();
            terminal.out()
                    .print(print(new NextReport(
                            opened.name(), text, promptIds, opened.next(ids, sweep), opened.vocabulary())));
        }
        return 0;
    }

    private String print(NextReport report) {
        return switch (json ? Format.JSON : format) {
            case TABLE -> report.table(ascii ? Bars.ASCII : Bars.UNICODE);
            case JSON -> report.json() + "\n";
            case CSV -> report.csv();
            case MD -> report.markdown();
            case SVG -> report.svg();
        };
    }
}
