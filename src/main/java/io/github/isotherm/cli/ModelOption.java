package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.hub.ModelFinder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOption {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "The model's folder; default: $ISOTHERM_MODEL, else the bundled model.")
    private @Nullable String folder;

    LocalModel open(Terminal terminal) {
        return LocalModel.open(ModelFinder.find(folder, terminal.environment()));
    }
}
