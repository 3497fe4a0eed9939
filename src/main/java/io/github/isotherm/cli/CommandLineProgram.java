package io.github.isotherm.cli;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UserCodeException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ParserSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree and how it fails: one sentence on standard error, exit code 2 for usage, 1 for the rest. */
final class CommandLineProgram {
    private static final Set<String> VERSION = Set.of("-V", "--version");
    private static final Set<String> ABOUT_ALL = Set.of("-h", "--help", "-V", "--version");

    /** The environment variable that shows stack traces of errors that are isotherm's own. */
    private static final String DEBUG = "ISOTHERM_DEBUG";

    private static final String HELP = "help";
    private static final String COMPLETION = "completion";
    /** They tell of all commands. */
    private static final Set<String> OF_ALL = Set.of(HELP, COMPLETION);

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "complete",
            "next",
            "compare",
            "live",
            "apply",
            "logits",
            "chat",
            "template",
            "tokens",
            "grammar",
            "web",
            "serve",
            "batch",
            "inspect",
            "models",
            "pull",
            "bench",
            COMPLETION,
            HELP);

    private CommandLineProgram() {}

    /** Behind two dashes there are none. */
    private static List<String> options(String... args) {
        List<String> all = Arrays.asList(args);
        int end = all.indexOf("--");
        return end < 0 ? all : all.subList(0, end);
    }

    private static Object command(String name, Terminal terminal) {
        return switch (name) {
            case "complete" -> new CompleteCommand(terminal);
            case "next" -> new NextCommand(terminal);
            case "compare" -> new CompareCommand(terminal);
            case "live" -> new LiveCommand(terminal);
            case "apply" -> new ApplyCommand(terminal);
            case "logits" -> new LogitsCommand(terminal);
            case "chat" -> new ChatCommand(terminal);
            case "template" -> new TemplateCommand(terminal);
            case "tokens" -> new TokensCommand(terminal);
            case "grammar" -> new GrammarCommand(terminal);
            case "web" -> new WebCommand(terminal);
            case "serve" -> new ServeCommand(terminal);
            case "batch" -> new BatchCommand(terminal);
            case "inspect" -> new InspectCommand(terminal);
            case "models" -> new ModelsCommand(terminal);
            case "pull" -> new PullCommand(terminal);
            case "bench" -> new BenchCommand(terminal);
            case COMPLETION -> new CompletionCommand(terminal);
            case HELP -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    static int run(Terminal terminal, String... args) {
        try {
            return executed(terminal, args);
        } catch (Throwable e) { // the parser hands on exceptions only
            return failure(terminal, e);
        }
    }

    private static int executed(Terminal terminal, String... args) {
        String meant =
                args.length == 0 ? "" : CommandNames.near(COMMANDS, args[0]).orElse("");
        if (!meant.isEmpty()) {
            terminal.say("isotherm: there is no command " + args[0] + "; did you mean " + meant
                    + "? To complete it as a prompt, write isotherm " + CompleteCommand.NAME + " " + args[0] + ".");
            return ExitCode.USAGE;
        }
        boolean sampling = options(args).contains(HelpLayout.SAMPLING_HELP);
        String[] named = withDefaultCommand(args);
        String[] line = sampling ? askingForHelp(named) : named;
        boolean alone = COMMANDS.contains(line[0]) && !OF_ALL.contains(line[0]);
        List<String> commands = alone ? List.of(line[0]) : isVersion(line) ? List.of() : COMMANDS;
        return create(terminal, commands, sampling).execute(line);
    }

    private static boolean isVersion(String... line) {
        return line.length == 1 && VERSION.contains(line[0]);
    }

    /** The whole tree. */
    static CommandLine create(Terminal terminal) {
        return create(terminal, COMMANDS, false);
    }

    /** The program with some of its commands: describing one to the parser takes as long as parsing its line. */
    private static CommandLine create(Terminal terminal, List<String> commands, boolean sampling) {
        CommandLine program =
                new CommandLine(commands.size() == 1 ? IsothermCommand.nameAlone() : new IsothermCommand());
        for (String name : commands) {
            program.addSubcommand(command(name, terminal));
        }
        program.getSubcommands().values().forEach(command -> HelpLayout.applyTo(command, sampling));
        program.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        program.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        takeValuesAsTheyAre(program);
        program.setUsageHelpWidth(100);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setParameterExceptionHandler((e, args) -> usageError(terminal, e));
        program.setExecutionExceptionHandler((e, command, parsed) -> failure(terminal, e));
        return program;
    }

    /** What the parser could take for syntax in a value is text: an @, quotes around a comma, the name of another option. */
    private static void takeValuesAsTheyAre(CommandLine program) {
        takeAsTheyAre(program.getCommandSpec().parser());
        program.getSubcommands()
                .values()
                .forEach(command -> takeAsTheyAre(command.getCommandSpec().parser()));
        program.registerConverter(Path.class, Path::of);
        program.registerConverter(Integer.class, WholeNumber::toInt);
        program.registerConverter(int.class, WholeNumber::toInt);
        program.registerConverter(Long.class, WholeNumber::toLong);
        program.registerConverter(long.class, WholeNumber::toLong);
        program.registerConverter(Double.class, CommandLineProgram::number);
    }

    private static void takeAsTheyAre(ParserSpec parser) {
        parser.expandAtFiles(false);
        parser.abbreviatedOptionsAllowed(false);
        parser.abbreviatedSubcommandsAllowed(false);
        parser.trimQuotes(false);
        parser.splitQuotedStrings(true);
    }

    private static Double number(String text) {
        try {
            return DecimalNumber.read(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }

    /** The parser knows one help a command; which options that shows is up to its layout. */
    private static String[] askingForHelp(String[] args) {
        return Arrays.stream(args)
                .map(arg -> arg.equals(HelpLayout.SAMPLING_HELP) ? "--help" : arg)
                .toArray(String[]::new);
    }

    /** Without the name of a command the command is complete. */
    private static String[] withDefaultCommand(String[] args) {
        boolean named = args.length > 0 && (COMMANDS.contains(args[0]) || ABOUT_ALL.contains(args[0]));
        if (named) {
            return args;
        }
        List<String> completed = new ArrayList<>(List.of(CompleteCommand.NAME));
        completed.addAll(List.of(args));
        return completed.toArray(String[]::new);
    }

    private static int usageError(Terminal terminal, ParameterException e) {
        Throwable own = ownCause(e);
        if (own != null) {
            failure(terminal, own);
            return ExitCode.USAGE;
        }
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

    /** What an option's own reading threw: the parser repeats it in words of its own. */
    private static @Nullable Throwable ownCause(ParameterException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IsothermException || cause instanceof InvalidPathException) {
                return cause;
            }
        }
        return null;
    }

    private static int failure(Terminal terminal, Throwable e) {
        terminal.out().flush();
        if (e instanceof GoneReader) {
            return ExitCode.OK;
        }
        boolean isSaid = e instanceof IsothermException && !(e instanceof UserCodeException);
        if (!isSaid && terminal.variable(DEBUG) != null) {
            e.printStackTrace(terminal.err());
        }
        Fault fault = Fault.of(e, "set " + DEBUG + "=1 to see where it happened");
        terminal.say("isotherm: " + fault.sentence().text());
        return fault.kind() == Fault.Kind.VALUE ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
}
