package io.github.isotherm.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The program; without a command's name it completes a prompt. */
@Command(
        name = IsothermCommand.NAME,
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        versionProvider = IsothermCommand.Version.class,
        description = {
            "Samples from a local ONNX language model: exact probabilities, reproducible seeds, no network.",
            "Without a command: complete."
        },
        footer = {
            "",
            "Examples:",
            "  isotherm \"This is a wonderful ___\"",
            "  isotherm next \"This is a wonderful ___\" --temperatures 0.2,1,2 --candidates day,space,problem",
            "  isotherm apply day=5 space=2.2 furniture=2 experience=4.5 --temperature 0.5",
            "",
            "Exit codes: 0 fine, 1 failed, 2 wrong usage or a bad value.%n"
        })
final class IsothermCommand implements Runnable {
    static final String NAME = "isotherm";

    /** The program where a command is named and its own options are not asked for: nothing is read from annotations. */
    static CommandSpec nameAlone() {
        return CommandSpec.wrapWithoutInspection(new IsothermCommand())
                .name(NAME)
                .versionProvider(new Version());
    }

    @Override
    public void run() {}

    /** The version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = IsothermCommand.class.getPackage().getImplementationVersion();
            return new String[] {"isotherm " + (version == null ? "(not packaged)" : version)};
        }
    }
}
