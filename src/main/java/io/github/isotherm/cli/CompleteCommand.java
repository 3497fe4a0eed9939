package io.github.isotherm.cli;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.report.CompletionReport;
import io.github.isotherm.report.ConstraintText;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code complete}: streams a completion. */
@Command(
        name = CompleteCommand.NAME,
        mixinStandardHelpOptions = true,
        description =
                "Completes a prompt; the default command. The model's own sampling settings count where none is given.")
final class CompleteCommand implements Callable<Integer> {
    static final String NAME = "complete";

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue; default: standard input.")
    private @Nullable String prompt;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "The most tokens to generate (default: as the model's configuration says, else "
                    + CompletionOptions.DEFAULT_MAX_TOKENS + ").")
    private @Nullable Integer maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "The key of the draws; default: chosen, and told.")
    private @Nullable Long seed;

    @Mixin
    private final FastForwardOption fastForward = new FastForwardOption();

    @Mixin
    private final StopOptions stops = new StopOptions();

    @Option(
            names = "--logprobs",
            paramLabel = "N",
            description = "With --json: the N most probable tokens at each step.")
    private @Nullable Integer logprobs;

    @Option(names = "--json", description = "Prints one JSON object instead of streaming text.")
    private boolean json;

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    CompleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        sampling.addTo(spec, true);
    }

    @Override
    public Integer call() {
        if (logprobs != null && !json) {
            throw new InvalidValueException(
                    "--logprobs is given without --json, but plain text has no place for them;" + " add --json.");
        }
        CompletionOptions options = options();
        String text = PromptArgument.read(terminal, prompt, raw);
        try (LocalModel opened = model.open(terminal)) {
            run(opened, text, options);
        }
        return 0;
    }

    private CompletionOptions options() {
        return CompletionOptions.defaults()
                .settings(sampling.settings())
                .order(sampling.order())
                .chain(sampling.chain())
                .seed(seed)
                .maxTokens(maxTokens)
                .stop(stops.textsOrNull())
                .stopTokenIds(stops.ids())
                .fastForward(fastForward.isWanted())
                .trace(json ? TraceOptions.top(logprobs == null ? 0 : logprobs) : null);
    }

    private void run(LocalModel opened, String text, CompletionOptions asked) {
        CompletionOptions options = asked.seed() == null ? asked.seed(Seeds.choose()) : asked;
        ProcessorChain chain = opened.chain(options);
        terminal.say(opened.name() + ", temperature " + temperature(chain) + ", chain "
                + (chain.steps().isEmpty() ? "(none)" : chain) + ", seed " + options.seed());
        Completion completion =
                opened.complete(text, options, json ? GenerationListener.NONE : new Printer(), new Cancellation());
        terminal.out().println(json ? CompletionReport.json(completion, opened.vocabulary()) : "");
        ConstraintOutcome constraint = completion.result().constraint();
        if (constraint != null) {
            terminal.say(ConstraintText.sentence(constraint));
        }
    }

    private static String temperature(ProcessorChain chain) {
        return chain.steps().stream()
                .filter(step -> step.processor() instanceof Temperature)
                .map(step -> Checks.number(((Temperature) step.processor()).t()))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(" and "), given -> given.isEmpty() ? "1" : given));
    }

    private final class Printer implements GenerationListener {
        @Override
        public void onText(String piece) {
            terminal.out().print(piece);
            terminal.out().flush();
        }
    }
}
