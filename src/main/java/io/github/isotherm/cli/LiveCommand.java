package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.report.FirstLook.Piece;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code live}: the next-token distribution with a temperature to move by arrow keys. */
@Command(
        name = LiveCommand.NAME,
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "The exact distribution of the next token in this terminal, with a temperature that arrow keys move.",
            "The same at other temperatures stands beside it, where the window has room. Without a terminal: see next."
        })
final class LiveCommand implements Callable<Integer> {
    static final String NAME = "live";

    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "1", paramLabel = "PROMPT", description = "The text to continue.")
    private String prompt = "";

    @Option(
            names = {"-t", "--temperature"},
            paramLabel = "T",
            description = "The temperature to begin with, from 0 to " + LiveSettings.WARMEST + " (default 1).")
    private double temperature = 1;

    @Option(
            names = {"-c", "--candidates"},
            split = ",",
            paramLabel = "WORD",
            description = "Your own words, separated by commas (default: none).")
    private List<String> candidates = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The key of the draws: " + OptionHelp.SEEDS + " (default: chosen).")
    private @Nullable Long seed;

    @Mixin
    private final Drawing drawing = new Drawing();

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    LiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LiveSettings settings = LiveSettings.at(temperature);
        if (!terminal.interactive()) {
            throw new InvalidValueException("live needs a terminal to draw in but there is none here; use isotherm next"
                    + " for the same numbers as text.");
        }
        refuseDumb();
        String text = PromptArgument.read(terminal, prompt, raw);
        try (LocalModel opened = model.open(terminal);
                org.jline.terminal.Terminal screen =
                        TerminalBuilder.builder().system(true).dumb(false).build()) {
            LivePrompt live = new LivePrompt(opened, text, candidates, seed == null ? Seeds.choose() : seed);
            new LiveScreen(
                            screen,
                            live,
                            settings,
                            drawing.bars(terminal),
                            line -> Drawing.coloured(terminal, line),
                            Drawing.isColoured(terminal) ? SurpriseColour::painted : Piece::text)
                    .run();
        } catch (IOException e) {
            throw new IsothermException(
                    "The terminal cannot be opened (" + Fault.reason(e) + "); use isotherm next for the same numbers.",
                    e);
        }
        return 0;
    }

    /** One that cannot move its cursor; Windows names none. */
    private void refuseDumb() {
        String type = terminal.environment().getOrDefault("TERM", "");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (type.equals("dumb") || (type.isEmpty() && !windows)) {
            throw new InvalidValueException(
                    "live draws over what it drew, which the terminal here does not allow (TERM is "
                            + (type.isEmpty() ? "not set" : type)
                            + "); use isotherm next for the same numbers as text.");
        }
    }
}
