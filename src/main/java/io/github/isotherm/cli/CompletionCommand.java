package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "Prints a script by which a shell completes isotherm's commands and options.",
            "isotherm is then to be a command, such as an alias of java -jar isotherm.jar."
        },
        footer = {
            "",
            "Examples:",
            "  bash, in ~/.bashrc:                    source <(isotherm completion bash)",
            "  zsh, in ~/.zshrc, behind compinit:     source <(isotherm completion zsh)",
            "  fish, in ~/.config/fish/config.fish:   isotherm completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {
    private static final String PROGRAM = "isotherm";

    private final Terminal terminal;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private String shell = "";

    @Spec
    private CommandSpec command = CommandSpec.create();

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine program = command.root().commandLine();
        String script = switch (shell) {
            // One script serves both: in zsh it switches on the completion of bash.
            case "bash", "zsh" -> AutoComplete.bash(PROGRAM, program);
            case "fish" -> new FishCompletion(program.getCommandSpec()).script(PROGRAM);
            default -> throw Checks.invalid("the shell", shell, "bash, zsh or fish");
        };
        terminal.out().print(script);
        return ExitCode.OK;
    }
}
