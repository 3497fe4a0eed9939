package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree and how it fails: one sentence on standard error, exit code 2 for usage, 1 for the rest. */
final class CommandLineProgram {
    private static final Set<String> ABOUT_ALL = Set.of("-h", "--help", "-V", "--version");

    /** Commands that run no model. */
    private static final Set<String> WITHOUT_MODEL = Set.of("apply", "template", "inspect", "models", "pull");

    /** The environment variable that shows stack traces of errors that are isotherm's own. */
    private static final String DEBUG = "ISOTHERM_DEBUG";

    /** By name, in the order of the help. */
    private static final Map<String, Function<Terminal, Object>> COMMANDS = commands();

    private CommandLineProgram() {}

    private static Map<String, Function<Terminal, Object>> commands() {
        Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
        commands.put("complete", CompleteCommand::new);
        commands.put("next", NextCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("live", LiveCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("logits", LogitsCommand::new);
        commands.put("chat", ChatCommand::new);
        commands.put("template", TemplateCommand::new);
        commands.put("tokens", TokensCommand::new);
        commands.put("web", WebCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("pull", PullCommand::new);
        commands.put("bench", BenchCommand::new);
        return Collections.unmodifiableMap(commands);
    }

    static int run(Terminal terminal, String... args) {
        String[] line = withDefaultCommand(args);
        Function<Terminal, Object> asked = COMMANDS.get(line[0]);
        return (asked == null ? create(terminal) : create(terminal, Map.of(line[0], asked))).execute(line);
    }

    /** Whether a command line is one of those that open a model, as far as its first look tells. */
    static boolean opensModel(String... args) {
        return !WITHOUT_MODEL.contains(withDefaultCommand(args)[0])
                && Arrays.stream(args).noneMatch(ABOUT_ALL::contains);
    }

    /** The whole tree. */
    static CommandLine create(Terminal terminal) {
        return create(terminal, COMMANDS);
    }

    /** The program with some of its commands: describing one to the parser takes as long as parsing its line. */
    private static CommandLine create(Terminal terminal, Map<String, Function<Terminal, Object>> commands) {
        CommandLine program = new CommandLine(new IsothermCommand());
        commands.values().forEach(command -> program.addSubcommand(command.apply(terminal)));
        program.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        program.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        program.setUsageHelpWidth(100);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setParameterExceptionHandler((e, args) -> usageError(terminal, e));
        program.setExecutionExceptionHandler((e, command, parsed) -> failure(terminal, e));
        return program;
    }

    /** Without the name of a command the command is complete. */
    private static String[] withDefaultCommand(String[] args) {
        boolean named = args.length > 0 && (COMMANDS.containsKey(args[0]) || ABOUT_ALL.contains(args[0]));
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
