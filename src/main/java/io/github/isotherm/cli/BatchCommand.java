package io.github.isotherm.cli;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.batch.BatchFiles;
import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.TraceOptions;
import java.nio.file.Path;
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
        description = {
            "Answers the rows of a file into another one, many at once. The same command goes on where it was broken off.",
            "A row is {\"id\":\"a\",\"prompt\":\"This is\"}, or a request of OpenAI's batch form with custom_id, method, url and body."
        })
final class BatchCommand implements Callable<Integer> {
    private static final int ROWS = 16;

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(paramLabel = "IN", description = "The rows, as JSON Lines.")
    private Path in = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The answers, as JSON Lines; they are added to what is there (must be given).")
    private Path out = Path.of("");

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
    private long seed;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The most rows, from the beginning of the file: whole, at least 1 (default: all).")
    private @Nullable Integer limit;

    @Option(
            names = "--logprobs",
            description = "Tells ln p of each token that completes a prompt, in nats, under the model itself.")
    private boolean logprobs;

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
        CompletionOptions options = options();
        model.check();
        long most = limit == null ? Long.MAX_VALUE : Checks.atLeast("--limit", limit, 1);
        try (BatchFiles files = BatchFiles.open(in, out)) {
            long rows = Math.min(files.rows(), most);
            long before = files.answered();
            if (before > 0) {
                terminal.say(String.format(Locale.ROOT, "%,d answers are in %s already.", before, out));
            }
            if (before < files.rows()) {
                run(files, options, most, rows);
            }
            terminal.say(String.format(
                    Locale.ROOT,
                    "%,d of %,d rows answered, %,d of them with an error.",
                    files.answered(),
                    files.rows(),
                    files.failed()));
            return files.failed() == 0 ? 0 : 1;
        }
    }

    private void run(BatchFiles files, CompletionOptions options, long most, long rows) throws InterruptedException {
        try (LocalModel opened = model.open(terminal, ROWS);
                BatchProgress progress = new BatchProgress(terminal, rows, System::nanoTime)) {
            files.run(opened, options, sampling.catalog(), seed, most, progress);
        }
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
                .trace(logprobs ? TraceOptions.TOKENS : null);
    }
}
