package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.ModelInspection;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.report.InspectReport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: what a model folder holds. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description =
                "What a model is made of and how it acts: graph, cache, operators, bits, what makes it slow; ends of text, templates, configuration.")
final class InspectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The model's folder, one of the graphs in it, or the id of a downloaded one; default:"
                    + " $ISOTHERM_MODEL, else the bundled model.")
    private @Nullable String folder;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|ID",
            description = "The same, as the other commands take it (default: DIR).")
    private @Nullable String model;

    @Mixin
    private final ActivationsOption activations = new ActivationsOption();

    private final FormatOption format = new FormatOption(OutputFormat.TEXT, OutputFormat.JSON);

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
    }

    @Override
    public Integer call() {
        format.check();
        InspectReport report = new InspectReport(ModelInspection.of(
                ModelFinder.find(named(), terminal.environment()), activations.in(EngineOptions.defaults())));
        format.print(terminal, report::json, report::text);
        return 0;
    }

    private @Nullable String named() {
        if (folder != null && model != null) {
            throw new InvalidValueException("The model is given twice, by --model and as " + folder + "; leave one.");
        }
        return model == null ? folder : model;
    }
}
