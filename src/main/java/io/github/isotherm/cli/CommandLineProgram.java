package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree and how it fails: one sentence on standard error, exit code 2 for usage, 1 for the rest. */
final class CommandLineProgram {
    private static final Set<String> ABOUT_ALL = Set.of("-h", "--help", "-V", "--version");

    /** The environment variable that shows stack traces of errors that are isotherm's own. */
    private static final String DEBUG = "ISOTHERM_DEBUG";

    private CommandLineProgram() {}

    static int run(Terminal terminal, String... args) {
        CommandLine program = create(terminal);
        return program.execute(withDefaultCommand(program, args));
    }

    static CommandLine create(Terminal terminal) {
        CommandLine program = new CommandLine(new IsothermCommand())
                .addSubcommand(new CompleteCommand(terminal))
                .addSubcommand(new NextCommand(terminal))
                .addSubcommand(new CompareCommand(terminal))
                .addSubcommand(new LiveCommand(terminal))
                .addSubcommand(new ApplyCommand(terminal))
                .addSubcommand(new LogitsCommand(terminal))
                .addSubcommand(new ChatCommand(terminal))
                .addSubcommand(new TemplateCommand(terminal))
                .addSubcommand(new TokensCommand(terminal))
                .addSubcommand(new WebCommand(terminal))
                .addSubcommand(new InspectCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal))
                .addSubcommand(new PullCommand(terminal))
                .addSubcommand(new BenchCommand(terminal));
        program.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        program.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        program.setUsageHelpWidth(100);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setParameterExceptionHandler((e, args) -> usageError(terminal, e));
        program.setExecutionExceptionHandler((e, command, parsed) -> failure(terminal, e));
        return program;
    }

    /** Without the name of a command the command is complete. */
    private static String[] withDefaultCommand(CommandLine program, String[] args) {
        boolean named =
                args.length > 0 && (program.getSubcommands().containsKey(args[0]) || ABOUT_ALL.contains(args[0]));
        if (named) {
            return args;
        }
        List<String> completed = new ArrayList<>(List.of(CompleteCommand.NAME));
        completed.addAll(List.of(args));
        return completed.toArray(String[]::new);
    }

    private static int usageError(Terminal terminal, ParameterException e) {
        StringBuilder sentence = new StringBuilder(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            sentence.append("; did you mean ")
                    .append(String.join(" or ", unmatched.getSuggestions()))
                    .append('?');
        } else {
            sentence.append(sentence.toString().endsWith(".") ? "" : ";")
                    .append(" see isotherm ")
                    .append(e.getCommandLine().getCommandName())
                    .append(" --help.");
        }
        terminal.say("isotherm: " + sentence.toString().replace("isotherm isotherm", "isotherm"));
        return ExitCode.USAGE;
    }

    private static int failure(Terminal terminal, Exception e) {
        terminal.out().flush();
        if (e instanceof IsothermException) {
            terminal.say("isotherm: " + e.getMessage());
            return e instanceof InvalidValueException ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
        if (terminal.variable(DEBUG) != null) {
            e.printStackTrace(terminal.err());
        }
        terminal.say("isotherm: an error inside isotherm, " + e + "; set " + DEBUG + "=1 to see where it happened.");
        return ExitCode.SOFTWARE;
    }
}
