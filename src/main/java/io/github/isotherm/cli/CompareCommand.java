package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.report.ComparisonReport;
import io.github.isotherm.wire.SavedRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: completions at several temperatures. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "Completions at several temperatures from the same random numbers: what differs is due to the temperature.",
            "Only the temperature is applied, unless a chain or sampling options are given."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int MAX_TOKENS = 40;

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue; default: standard input.")
    private @Nullable String prompt;

    @Option(
            names = {"-t", "--temperatures", "--temperature"},
            split = ",",
            paramLabel = "T",
            description =
                    "Temperatures, separated by commas, each " + OptionHelp.TEMPERATURES + " (default 0.2,0.7,1,1.5).")
    private List<Double> temperatures = List.of(0.2, 0.7, 1.0, 1.5);

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Completions a temperature: whole, at least 1 (default 1); several add statistics.")
    private int samples = 1;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "The most tokens of a completion: whole, at least 1 (default " + MAX_TOKENS + ").")
    private int maxTokens = MAX_TOKENS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The key of the draws: " + OptionHelp.SEEDS + " (default: chosen, and told).")
    private @Nullable Long seed;

    @Mixin
    private final StopOptions stops = new StopOptions();

    @Mixin
    private final ReportOutput output = new ReportOutput();

    @Mixin
    private final BranchOption branch = new BranchOption();

    @Mixin
    private final RunFile file = new RunFile();

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    private CommandSpec command = CommandSpec.create();

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        output.addTo(spec);
        sampling.addTo(spec, false);
        command = spec;
    }

    @Override
    public Integer call() {
        output.check();
        byte[] saved = file.replayed(command);
        if (saved != null) {
            return replayed(SavedRun.read(saved, sampling.catalog()));
        }
        Comparison asked = new Comparison(
                sampling.chainAroundTemperature(),
                temperatures,
                samples,
                seed == null ? 0 : seed,
                maxTokens,
                stops.texts(),
                stops.ids(),
                0);
        String written = PromptArgument.read(terminal, prompt, raw);
        try (LocalModel opened = model.open(terminal, temperatures.size() * samples)) {
            Comparison comparison = seed == null ? asked.withSeed(Seeds.choose()) : asked;
            terminal.say(opened.name() + ", seed " + comparison.seed());
            int[] ids = branch.ids(opened, written);
            ComparedCompletions compared =
                    compare(opened, ids, comparison.withBranched(branch.branched(opened, written, ids)));
            print(opened, branch.text(opened, written), compared);
            save(opened, branch.text(opened, written), ids, compared);
        }
        return ExitCode.OK;
    }

    private ComparedCompletions compare(LocalModel opened, int[] ids, Comparison comparison) {
        try (TokenProgress progress = new TokenProgress(terminal, comparison)) {
            return opened.compare(ids, comparison, progress, new Cancellation());
        }
    }

    private void save(LocalModel opened, String text, int[] ids, ComparedCompletions compared) {
        if (file.isSaved()) {
            List<Integer> saved = Arrays.stream(ids).boxed().toList();
            file.write(new SavedRun(
                            RunFile.savedModel(opened), text, saved, compared.comparison(), SavedRun.tokensOf(compared))
                    .json());
        }
    }

    private int replayed(SavedRun run) {
        try (LocalModel opened = model.open(terminal, run.model())) {
            RunFile.refuseAnother(opened, run.model());
            RunFile.refuseUnknown(opened, run.everyId());
            ComparedCompletions compared =
                    compare(opened, run.ids().stream().mapToInt(id -> id).toArray(), run.comparison());
            print(opened, run.prompt(), compared);
            Optional<String> difference = run.difference(compared, opened.vocabulary());
            terminal.say(difference.orElse("the replay gave the same tokens"));
            return difference.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private void print(LocalModel opened, String text, ComparedCompletions compared) {
        output.print(terminal, new ComparisonReport(opened.name(), text, compared, opened.vocabulary()));
    }
}
