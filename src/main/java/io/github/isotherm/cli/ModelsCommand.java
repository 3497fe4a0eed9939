package io.github.isotherm.cli;

import io.github.isotherm.hub.InstalledModel;
import io.github.isotherm.hub.InstalledModels;
import io.github.isotherm.report.ModelsReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code models}: what can be opened without a network. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description =
                "The models on this computer: the bundled one, and those of isotherm's and Hugging Face's caches.")
final class ModelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    private final FormatOption format = new FormatOption(OutputFormat.TABLE, OutputFormat.JSON);

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
    }

    @Override
    public Integer call() {
        format.check();
        Path home = Path.of(System.getProperty("user.home", ""));
        List<InstalledModel> models = InstalledModels.list(terminal.environment(), home);
        if (models.isEmpty() && !format.isJson()) {
            terminal.say("There is no model on this computer; isotherm pull ORG/NAME downloads one.");
        }
        ModelsReport report = new ModelsReport(models);
        format.print(terminal, report::json, report::table);
        return 0;
    }
}
