package io.github.isotherm.cli;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.next.BlankPrompt;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.CompletionReport;
import io.github.isotherm.report.ConstraintText;
import io.github.isotherm.report.NextReport;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.processors.Temperature;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code complete}: streams a completion. */
@Command(
        name = CompleteCommand.NAME,
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description =
                "Completes a prompt; the default command. The model's own sampling settings count where none is given.")
final class CompleteCommand implements Callable<Integer> {
    static final String NAME = "complete";

    private static final int WORDS = 10;
    private static final Set<String> OF_COMPLETIONS =
            Set.of("--max-tokens", "--seed", "--stop", "--stop-ids", "--fast-forward", "--logprobs");

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue; default: standard input.")
    private @Nullable String prompt;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description =
                    "The most tokens to generate: whole, at least 1 (default: as the model's configuration says, else "
                            + CompletionOptions.DEFAULT_MAX_TOKENS + ").")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The key of the draws: " + OptionHelp.SEEDS + " (default: chosen, and told).")
    private @Nullable Long seed;

    @Mixin
    private final FastForwardOption fastForward = new FastForwardOption();

    @Mixin
    private final StopOptions stops = new StopOptions();

    @Option(
            names = {"-c", "--candidates"},
            split = ",",
            paramLabel = "WORD",
            description = {
                "Your own words for the blank ___, separated by commas: their probabilities instead of a completion (default: none).",
                "With text behind the blank, those of word and rest."
            })
    private List<String> candidates = List.of();

    @Option(
            names = "--logprobs",
            paramLabel = "N",
            description = "With --json: the N most probable tokens at each step: whole, at least 0 (default 0).")
    private @Nullable Integer logprobs;

    private final FormatOption format = new FormatOption(OutputFormat.TEXT, OutputFormat.JSON);

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    CompleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Mixin
    private final Drawing drawing = new Drawing();

    private CommandSpec command = CommandSpec.create();

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
        sampling.addTo(spec, true);
        command = spec;
    }

    @Override
    public Integer call() {
        format.check();
        if (logprobs != null && !format.isJson()) {
            throw new InvalidValueException(
                    "--logprobs is given without --json, but plain text has no place for them;" + " add --json.");
        }
        CompletionOptions options = options();
        BlankPrompt written = PromptArgument.readAnywhere(terminal, prompt, raw);
        boolean words = written.isInside() || !candidates.isEmpty();
        if (words) {
            refuseBesideWords();
        }
        boolean first = isFirstLook() && (written.isInside() || candidates.isEmpty());
        if (!first) {
            PromptArgument.tellRemoved(terminal, written);
        }
        try (LocalModel opened = model.open(terminal, first ? FirstRun.ROWS : 1)) {
            if (first) {
                new FirstRun(terminal, drawing.bars(terminal)).show(opened, written, candidates);
            } else if (words) {
                tellWords(opened, written);
            } else {
                run(opened, written.text(), options);
            }
        }
        return 0;
    }

    /** Nothing is asked for but what the first look shows: no option beside those of the model and of drawing, and words. */
    private boolean isFirstLook() {
        return terminal.interactive()
                && given().allMatch(option ->
                        option.longestName().equals("--candidates") || isOf(option, ModelOption.class, Drawing.class));
    }

    private Stream<OptionSpec> given() {
        return command.commandLine().getParseResult().matchedOptions().stream();
    }

    private static boolean isOf(OptionSpec option, Class<?>... owners) {
        return option.userObject() instanceof Field field && List.of(owners).contains(field.getDeclaringClass());
    }

    /** What belongs to a completion. */
    private void refuseBesideWords() {
        given().map(OptionSpec::longestName)
                .filter(OF_COMPLETIONS::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidValueException(
                            name + " is given, but words for a blank ___ are ranked and nothing is generated;"
                                    + " leave it out.");
                });
    }

    private void tellWords(LocalModel opened, BlankPrompt written) {
        ProcessorChain chain = sampling.chainAlone();
        List<TemperatureSweep.Word> words = opened.candidates(written, candidates);
        int[] ids = opened.encodePrompt(written.text());
        TemperatureSweep sweep = new TemperatureSweep(chain, List.of(temperatureOf(chain)), WORDS, words);
        boolean chosen = written.isInside() && candidates.isEmpty();
        FilledBlank filled = FilledBlank.of(written.suffix(), chosen, opened.next(ids, sweep), WORDS);
        NextReport report = new NextReport(
                opened.name(), written.text(), Arrays.stream(ids).boxed().toList(), filled, opened.vocabulary());
        terminal.out().print(ReportOutput.text(format.form(), report, drawing.bars(terminal), terminal));
    }

    private static double temperatureOf(ProcessorChain chain) {
        return chain.steps().stream()
                .filter(step -> step.processor() instanceof Temperature)
                .mapToDouble(step -> ((Temperature) step.processor()).t())
                .findFirst()
                .orElse(1);
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
                .trace(format.isJson() ? TraceOptions.top(logprobs == null ? 0 : logprobs) : null);
    }

    private void run(LocalModel opened, String text, CompletionOptions asked) {
        CompletionOptions options = asked.seed() == null ? asked.seed(Seeds.choose()) : asked;
        ProcessorChain chain = opened.chain(options);
        terminal.say(opened.name() + ", temperature " + temperature(chain) + ", chain "
                + (chain.steps().isEmpty() ? "(none)" : chain) + ", seed " + options.seed());
        if (terminal.interactive() && !format.isJson()) {
            watch(opened, text, options);
            return;
        }
        Completion completion = opened.complete(
                text, options, format.isJson() ? GenerationListener.NONE : new Printer(), new Cancellation());
        terminal.out().println(format.isJson() ? CompletionReport.json(completion, opened.vocabulary()) : "");
        tell(completion);
    }

    /** For a person: behind the prompt, and ended with a sentence unless a length is asked for. */
    private void watch(LocalModel opened, String text, CompletionOptions options) {
        String shown = ShownText.lines(text);
        terminal.out().print(Drawing.isColoured(terminal) ? SurpriseColour.soft(shown) : shown);
        WholeSentences sentences = new WholeSentences(CompletionOptions.DEFAULT_MAX_TOKENS, this::print);
        boolean free = maxTokens == null && opened.chain(options).forRow().constrained() == null;
        GenerationListener listener = free ? sentences : new Printer();
        Completion completion = opened.complete(text, options, listener, new Cancellation());
        boolean whole = !free || sentences.end();
        terminal.out().println(whole ? "" : " …");
        tell(completion);
    }

    private void print(String piece) {
        terminal.stream(piece);
    }

    private void tell(Completion completion) {
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
            print(piece);
        }

        /** Nobody reads what follows. */
        @Override
        public boolean wantsStop() {
            return terminal.out().checkError();
        }
    }
}
