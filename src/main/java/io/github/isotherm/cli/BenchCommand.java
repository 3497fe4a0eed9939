package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.ModelParts;
import io.github.isotherm.bench.ActivationsCheck;
import io.github.isotherm.bench.ActivationsResult;
import io.github.isotherm.bench.BenchmarkResult;
import io.github.isotherm.bench.BenchmarkSettings;
import io.github.isotherm.bench.EngineBenchmark;
import io.github.isotherm.bench.ExactnessCheck;
import io.github.isotherm.bench.ExactnessResult;
import io.github.isotherm.bench.ExactnessSettings;
import io.github.isotherm.bench.Passages;
import io.github.isotherm.bench.RunBenchmark;
import io.github.isotherm.bench.RunResult;
import io.github.isotherm.bench.RunSettings;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.report.BenchComparison;
import io.github.isotherm.report.BenchReport;
import io.github.isotherm.report.ExactnessReport;
import io.github.isotherm.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast a model runs here. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "Measures a model: prompt and decoding in tokens a second, what the loop costs over ONNX Runtime, batches.",
            "Rounds go through everything in turn; the best and the median one are shown.",
            "With --check: whether logits are the same to the bit however the tokens before them were fed, and which are"
                    + " not; and how far rounded activations (fast, exact) move distributions over a built-in text."
        })
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The model, as --model names it.")
    private @Nullable String folder;

    @Option(
            names = "--check",
            description =
                    "Measures no time: feeds random prompts in random pieces, in company, after rewinds, in forks, and"
                            + " compares with the same prompts fed alone and at once.")
    private boolean check;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "With --check: begins nothing more after so many seconds: whole, at least 1 (default 60).")
    private int seconds = 60;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "With --check: the key of what is tried: " + OptionHelp.SEEDS + " (default 0).")
    private long seed;

    @Option(
            names = "--prompt-tokens",
            paramLabel = "N",
            description =
                    "Tokens of the prompt: whole, at least 1 (default 128); with --check of the longest, at least 2 (default 300).")
    private @Nullable Integer promptTokens;

    @Option(names = "--steps", paramLabel = "N", description = "Tokens to generate: whole, at least 2 (default 64).")
    private int steps = 64;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often: whole, at least 1 (default 5), after one that does not count.")
    private int rounds = 5;

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "N",
            description =
                    "Batches of so many sequences, each whole, at least 1 (default 1,2,4,8; with --past 8,16); with --check the most at once.")
    private @Nullable List<Integer> rows;

    @Option(
            names = "--past",
            split = ",",
            paramLabel = "N",
            description =
                    "Times runs of the graph alone, without the loop: prefill, a step after so many tokens, such as"
                            + " 128,1024,4096, each whole, at least 1 (default: none), and rows of different prompts, in one run and one after another.")
    private List<Integer> pasts = List.of();

    @Option(
            names = "--against",
            paramLabel = "HOW",
            description = "With --past: also opens the model with as-is (the graph untouched) or with other activations"
                    + " (exact, fast, float), and times both in turn (default: no other).")
    private @Nullable String against;

    @Option(
            names = "--temperatures",
            split = ",",
            paramLabel = "T",
            description = "Also a comparison of these temperatures, such as 0.2,0.5,0.8,1,1.5,2, each "
                    + OptionHelp.TEMPERATURES + " (default: none), against as many single"
                    + " completions, each with its own prefill.")
    private List<Double> temperatures = List.of();

    @Option(
            names = "--beside",
            paramLabel = "N",
            description =
                    "Also the steps of a text while another's prompt of N tokens, such as 2000, is read: whole, at least 0 (default 0: none).")
    private int beside;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Also sets the figures beside those of an earlier run: a file with what --json printed then"
                    + " (default: none).")
    private @Nullable Path earlier;

    private @Nullable BenchComparison comparison;

    private final FormatOption format = new FormatOption(OutputFormat.TEXT, OutputFormat.JSON);

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        format.addTo(spec);
    }

    @Override
    public Integer call() {
        format.check();
        model.folder(folder);
        if (check) {
            return check();
        }
        comparison = comparison();
        return pasts.isEmpty() ? measure() : runs();
    }

    private @Nullable BenchComparison comparison() {
        if (earlier == null) {
            return null;
        }
        try {
            return BenchComparison.with(earlier.toString(), Files.readString(earlier), !pasts.isEmpty());
        } catch (IOException e) {
            throw new InvalidValueException("--compare names " + earlier
                    + ", which cannot be read; name a file with what isotherm bench --json printed.");
        }
    }

    /** With the comparison, where one is asked for. */
    private void print(Supplier<String> json, Supplier<String> text) {
        BenchComparison with = comparison;
        if (with == null) {
            format.print(terminal, json, text);
        } else {
            format.print(terminal, () -> with.json(json.get()), () -> text.get() + with.text(json.get()));
        }
    }

    /** What differs is a finding, not a failure. */
    private int check() {
        if (earlier != null) {
            throw new InvalidValueException(
                    "--check measures no time, so --compare has nothing to compare; leave one" + " of them out.");
        }
        ExactnessSettings settings = new ExactnessSettings(
                promptTokens == null ? 300 : promptTokens,
                rows == null ? 8 : Math.max(2, Collections.max(rows)),
                rounds,
                Duration.ofSeconds(Checks.atLeast("--seconds", seconds, 1)),
                seed);
        int attempts = ExactnessCheck.attempts(settings);
        String name;
        ExactnessResult result;
        List<int[]> texts;
        try (ModelParts parts = model.parts(terminal)) {
            name = parts.name();
            result = ExactnessCheck.run(parts.model(), settings, done -> show("attempt", done, attempts));
            texts = texts(parts.codec());
        }
        ExactnessReport report =
                new ExactnessReport(name, model.engine(), settings, result, texts.isEmpty() ? null : compared(texts));
        format.print(terminal, report::json, report::text);
        return 0;
    }

    /** None where they cannot be compared: the graph is to stay as it is, or the folder has no tokenizer. */
    private List<int[]> texts(@Nullable TextCodec codec) {
        if (model.engine().asIs()) {
            return List.of();
        }
        if (codec == null) {
            terminal.say("Without a tokenizer the built-in text cannot be read: rounded activations are not compared.");
            return List.of();
        }
        return Passages.all().stream().map(codec::encode).toList();
    }

    private ActivationsResult compared(List<int[]> texts) {
        int all = texts.stream().mapToInt(ids -> ids.length).sum();
        return ActivationsCheck.run(
                this::reopened, texts, Duration.ofSeconds(seconds), done -> show("position", done, all));
    }

    private ActivationsCheck.Opened reopened(Activations activations) {
        OpenedModels models = new OpenedModels(model, terminal);
        EngineOptions engine = model.engine();
        CausalModel opened = models.open(
                activations == Activations.FLOAT
                        ? engine.withFastInt4(false).withActivations(activations)
                        : engine.withActivations(activations));
        return new ActivationsCheck.Opened() {
            @Override
            public CausalModel model() {
                return opened;
            }

            @Override
            public void close() {
                models.close();
            }
        };
    }

    private int runs() {
        RunSettings settings = new RunSettings(
                promptTokens == null ? 128 : promptTokens, pasts, rows == null ? List.of(8, 16) : rows, steps, rounds);
        try (OpenedModels models = new OpenedModels(model, terminal)) {
            CausalModel lone = models.open(model.engine());
            CausalModel other = against == null ? null : models.open(otherwise(against));
            List<CausalModel> wide = settings.rows().stream()
                    .map(width -> models.open(model.engine().withRows(width)))
                    .toList();
            RunResult result = RunBenchmark.run(lone, other, wide, settings, done -> show("round", done, rounds));
            RunReport report =
                    new RunReport(models.name(), model.engine(), settings, against == null ? "" : against, result);
            print(report::json, report::text);
        }
        return 0;
    }

    private EngineOptions otherwise(String how) {
        if (how.equals("as-is")) {
            return model.engine().withAsIs(true);
        }
        for (Activations one : Activations.values()) {
            if (one.label().equals(how)) {
                return model.engine().withActivations(one);
            }
        }
        throw Checks.invalid("--against", how, "one of as-is, exact, fast, float");
    }

    private int measure() {
        BenchmarkSettings settings = new BenchmarkSettings(
                promptTokens == null ? 128 : promptTokens,
                steps,
                rounds,
                rows == null ? List.of(1, 2, 4, 8) : rows,
                temperatures,
                beside);
        try (OpenedModels models = new OpenedModels(model, terminal)) {
            long start = System.nanoTime();
            CausalModel lone = models.open(model.engine());
            double load = (System.nanoTime() - start) / 1e6;
            BenchmarkResult result = EngineBenchmark.run(
                    count -> count == 1 ? lone : models.open(model.engine().withRows(count)),
                    settings,
                    done -> show("round", done, rounds));
            BenchReport report = new BenchReport(models.name(), model.engine(), settings, load, result);
            print(report::json, report::text);
        }
        return 0;
    }

    private void show(String what, int done, int all) {
        if (terminal.interactive()) {
            terminal.say(what + " " + done + " of " + all);
        }
    }
}
