package io.github.isotherm.cli;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.batch.BatchFiles;
import io.github.isotherm.batch.BatchOptions;
import io.github.isotherm.batch.TableColumns;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.wire.batch.BatchAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code batch}: a file of rows answered into a file. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "Answers the rows of a file into another one, many at once. The same command goes on where it was broken off.",
            "A row is {\"id\":\"a\",\"prompt\":\"This is\"}, a request of OpenAI's batch form with custom_id, method, url and body,"
                    + " or a row of a table (.csv, .tsv)."
        })
final class BatchCommand implements Callable<Integer> {
    private static final int ROWS = 16;
    private static final int MOST_COPIES = 64;

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(paramLabel = "IN", description = "The rows: JSON Lines, or a table that ends in .csv or .tsv.")
    private Path in = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The answers, as JSON Lines; they are added to what is there (must be given).")
    private Path out = Path.of("");

    @Option(
            names = "--prompt-column",
            paramLabel = "NAME",
            description = "The column of a table that has the prompts (default: prompt).")
    private @Nullable String promptColumn;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description =
                    "The column of a table that has the ids (default: id, or the rows' numbers where there is none).")
    private @Nullable String idColumn;

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description =
                    "The column of a table with texts that --score-only scores behind their prompts (default: text,"
                            + " where there is one).")
    private @Nullable String textColumn;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description =
                    "The most tokens to generate for a prompt: whole, at least 1 (default: as the model's configuration says, else "
                            + CompletionOptions.DEFAULT_MAX_TOKENS + ").")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The batch's seed, of which, with its id, each row has its own: " + OptionHelp.SEEDS
                    + " (default 0).")
    private @Nullable Long seed;

    @Option(
            names = "--temperatures",
            split = ",",
            paramLabel = "T",
            description =
                    "Answers each row at each of these temperatures, separated by commas, from the same random numbers; each "
                            + OptionHelp.TEMPERATURES + " (default: one answer a row).")
    private List<Double> temperatures = List.of();

    @Option(
            names = "--score-only",
            description =
                    "Tells how probable each text is, in nats, instead of completing it: the prompt itself, or a row's text"
                            + " behind its prompt.")
    private boolean scoreOnly;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The most rows, from the beginning of the file: whole, at least 1 (default: all).")
    private @Nullable Integer limit;

    @Option(
            names = "--copies",
            paramLabel = "N",
            description =
                    "Opens the model so often, each with its part of the threads: several small runs are quicker than one whose"
                            + " threads wait for each other, for as many times the memory; whole, at least 1, at most "
                            + MOST_COPIES
                            + " (default: one a thread, at most " + ModelOption.USUAL_COPIES
                            + ", of a model whose files have 200 MB at most; of a larger one 1).")
    private @Nullable Integer copies;

    @Option(
            names = "--logprobs",
            description = "Tells ln p of each token that completes a prompt, in nats, under the model itself.")
    private boolean logprobs;

    @Mixin
    private final BatchReportFile report = new BatchReportFile();

    @Mixin
    private final StopOptions stops = new StopOptions();

    BatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        sampling.addTo(spec, true);
    }

    @Override
    public Integer call() throws InterruptedException {
        BatchOptions options = options();
        model.check();
        if (copies != null) {
            Checks.atMost("--copies", Checks.atLeast("--copies", copies, 1), MOST_COPIES);
        }
        report.check();
        try (BatchFiles files = BatchFiles.open(in, out, options)) {
            if (files.answered() > 0) {
                terminal.say(String.format(Locale.ROOT, "%,d answers are in %s already.", files.answered(), out));
            }
            if (files.missing() > 0) {
                run(files);
            }
            terminal.say(told(files));
            if (report.isAsked()) {
                report.write(terminal, files.report(model.name(terminal)));
            }
            return files.failed() == 0 ? 0 : 1;
        }
    }

    private String told(BatchFiles files) {
        return temperatures.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "%,d of %,d rows answered, %,d of them with an error.",
                        files.answered(),
                        files.rows(),
                        files.failed())
                : String.format(
                        Locale.ROOT,
                        "%,d answers to %,d rows at %d temperatures, %,d of them an error.",
                        files.answered(),
                        files.rows(),
                        temperatures.size(),
                        files.failed());
    }

    private void run(BatchFiles files) throws InterruptedException {
        try (ModelCopies opened =
                        model.openCopies(terminal, copies == null ? model.usualCopies(terminal) : copies, ROWS);
                BatchProgress progress =
                        new BatchProgress(terminal, files.answered() + files.missing(), System::nanoTime)) {
            files.run(opened.models(), progress);
        }
    }

    private BatchOptions options() {
        refuseContradictions();
        return BatchOptions.defaults()
                .columns(new TableColumns(idColumn, promptColumn, textColumn))
                .completion(completion())
                .catalog(sampling.catalog())
                .seed(seed == null ? 0 : seed)
                .limit(limit == null ? Long.MAX_VALUE : Checks.atLeast("--limit", limit, 1))
                .temperatures(temperatures)
                .scores(scoreOnly)
                .details(details());
    }

    private BatchAnswer.Details details() {
        return report.isAsked()
                ? BatchAnswer.Details.TOKENS
                : logprobs ? BatchAnswer.Details.LOGPROBS : BatchAnswer.Details.NONE;
    }

    private CompletionOptions completion() {
        return CompletionOptions.defaults()
                .settings(sampling.settings())
                .order(sampling.order())
                .chain(sampling.chain())
                .maxTokens(maxTokens)
                .stop(stops.textsOrNull())
                .stopTokenIds(stops.ids());
    }

    private void refuseContradictions() {
        if (!temperatures.isEmpty() && sampling.settings().has(SamplingOptions.TEMPERATURE)) {
            throw new InvalidValueException("--temperature and --temperatures are both given; leave one of them out.");
        }
        if (scoreOnly) {
            String reason = "--score-only completes nothing";
            sampling.refuseAll(reason);
            refuse("--max-tokens", maxTokens != null, reason);
            refuse("--seed", seed != null, reason);
            refuse("--temperatures", !temperatures.isEmpty(), reason);
            refuse("--logprobs", logprobs, "--score-only tells them anyway");
            refuse(BatchReportFile.NAME, report.isAsked(), reason);
            refuse("--stop", !stops.texts().isEmpty(), reason);
            refuse("--stop-ids", !stops.ids().isEmpty(), reason);
        } else {
            refuse("--text-column", textColumn != null, "texts are scored with --score-only alone");
        }
    }

    private static void refuse(String option, boolean isGiven, String reason) {
        if (isGiven) {
            throw new InvalidValueException(option + " is given, but " + reason + "; leave it out.");
        }
    }
}
