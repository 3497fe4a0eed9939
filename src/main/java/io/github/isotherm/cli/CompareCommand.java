package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.decode.StepTrace;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.report.ComparisonReport;
import io.github.isotherm.report.SavedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        description = {
            "Completions at several temperatures from the same random numbers: what differs is due to the temperature.",
            "Only the temperature is applied, unless a chain or sampling options are given."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int MAX_TOKENS = 40;

    /** The forms a comparison is printed in. */
    enum Format {
        TABLE,
        JSON,
        CSV,
        MD
    }

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
            description = "Temperatures, separated by commas (default 0.2,0.7,1,1.5).")
    private List<Double> temperatures = List.of(0.2, 0.7, 1.0, 1.5);

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Completions a temperature (default 1); several add statistics.")
    private int samples = 1;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "The most tokens of a completion (default " + MAX_TOKENS + ").")
    private int maxTokens = MAX_TOKENS;

    @Option(names = "--seed", paramLabel = "N", description = "The key of the draws; default: chosen, and told.")
    private @Nullable Long seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Ends a completion; may be given several times.")
    private List<String> stop = new ArrayList<>();

    @Option(names = "--format", paramLabel = "table|json|csv|md", description = "How to print it (default table).")
    private Format format = Format.TABLE;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(names = "--save", paramLabel = "FILE", description = "Saves the run, to be replayed with --replay.")
    private @Nullable Path save;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Makes a saved run again and says where it differs, if it does; takes no other sampling option.")
    private @Nullable Path replay;

    @Option(names = "--raw", description = "Takes the prompt as it is, blanks and ___ included.")
    private boolean raw;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        sampling.addTo(spec, false);
    }

    @Override
    public Integer call() {
        ProcessorChain chain = sampling.chainAlone();
        new Comparison(chain, temperatures, samples, seed == null ? 0 : seed, maxTokens, stop);
        if (replay != null) {
            return replayed(replay);
        }
        String text = Prompt.read(terminal, prompt, raw);
        try (LocalModel opened = model.open(terminal)) {
            long key = seed == null ? Seeds.choose() : seed;
            terminal.say(opened.name() + ", seed " + key);
            Comparison comparison = new Comparison(chain, temperatures, samples, key, maxTokens, stop);
            int[] ids = opened.encode(text);
            ComparedCompletions compared = opened.compare(ids, comparison, new Progress(), new Cancellation());
            terminal.out().print(print(new ComparisonReport(opened.name(), text, compared, opened.vocabulary())));
            if (save != null) {
                save(save, opened, text, ids, compared);
            }
        }
        return 0;
    }

    private static void save(Path file, LocalModel opened, String text, int[] ids, ComparedCompletions compared) {
        SavedRun run = new SavedRun(
                opened.name(),
                opened.fingerprint(),
                text,
                Arrays.stream(ids).boxed().toList(),
                compared.comparison(),
                SavedRun.tokensOf(compared));
        try {
            Files.writeString(file, run.json() + "\n");
        } catch (IOException e) {
            throw new IsothermException("--save cannot write " + file + " (" + e + "); choose another file.", e);
        }
    }

    private int replayed(Path file) {
        if (prompt != null) {
            throw new InvalidValueException("--replay brings its own prompt; leave the other one out.");
        }
        SavedRun run;
        try {
            run = SavedRun.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IsothermException("--replay cannot read " + file + " (" + e + "); give a file of --save.", e);
        }
        try (LocalModel opened = model.open(terminal)) {
            if (!opened.fingerprint().equals(run.fingerprint())) {
                terminal.say("the model " + opened.name() + " is not the one of the saved run, " + run.model());
            }
            ComparedCompletions compared = opened.compare(
                    run.ids().stream().mapToInt(id -> id).toArray(),
                    run.comparison(),
                    new Progress(),
                    new Cancellation());
            terminal.out()
                    .print(print(new ComparisonReport(opened.name(), run.prompt(), compared, opened.vocabulary())));
            Optional<String> difference = run.difference(compared, opened.vocabulary());
            terminal.say(difference.orElse("the replay gave the same tokens"));
            return difference.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private String print(ComparisonReport report) {
        return switch (json ? Format.JSON : format) {
            case TABLE -> report.table();
            case JSON -> report.json() + "\n";
            case CSV -> report.csv();
            case MD -> report.markdown();
        };
    }

    /** Counts tokens where a person watches. */
    private final class Progress implements ComparisonListener {
        private static final int EVERY = 16;
        private int tokens;

        @Override
        public void onToken(int temperature, int sample, StepTrace trace) {
            if (++tokens % EVERY == 0 && terminal.interactive()) {
                terminal.err()
                        .print("\r" + tokens + " tokens of at most "
                                + Checks.number((double) maxTokens * samples * temperatures.size()) + "\r");
                terminal.err().flush();
            }
        }
    }
}
