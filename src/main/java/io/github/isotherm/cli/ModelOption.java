package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.LocalTokenizer;
import io.github.isotherm.ModelParts;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Drafting;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.serve.ModelSource;
import io.github.isotherm.wire.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and how the engine runs it. */
final class ModelOption {
    /** A row more gains little then. */
    private static final int MOST_ROWS = 16;
    /** Of the files in a folder whose model is small. */
    private static final long SMALL_BYTES = 200_000_000;

    static final int USUAL_COPIES = 4;
    /** Each place is a part of the graph: with 300 the bundled model takes 20 s to open. */
    private static final int MOST_AT_ONCE = 64;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|ID",
            description = "The model's folder, one of the graphs in it, or the id of a downloaded one; default:"
                    + " $ISOTHERM_MODEL, else the bundled model.")
    private List<String> folders = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share one step: whole, at least 1 (default: one per physical core).")
    private @Nullable Integer threads;

    @Option(names = "--no-spinning", description = "Lets idle threads sleep: slower steps, less processor time.")
    private boolean resting;

    @Mixin
    private final ActivationsOption activations = new ActivationsOption();

    @Mixin
    private final KeyValueTypeOption keyValues = new KeyValueTypeOption();

    @Option(
            names = "--fast-int4",
            description =
                    "Takes the quick kernels in products with 4-bit weights also where the file asks for slow ones; with"
                            + " --activations fast that rounds activations to 8 bits.")
    private boolean fastInt4;

    @Option(
            names = "--cache-graph",
            description =
                    "Keeps the graph in isotherm's cache as ONNX Runtime optimises it, and loads it from there the"
                            + " next time: for graphs of thousands of nodes. Takes as much room as the weights inside the graph's"
                            + " file; those in files beside it are not copied.")
    private boolean cacheGraph;

    @Option(
            names = "--no-huge-pages",
            description =
                    "Leaves weights on small pages where the system would move them to pages of 2 MiB: slower steps.")
    private boolean smallPages;

    @Option(
            names = "--as-is",
            description =
                    "Runs the graph untouched, one text at a time: a token's probability may then depend on how the"
                            + " tokens before it were fed.")
    private boolean asIs;

    @Option(
            names = "--rows-at-once",
            paramLabel = "N",
            description =
                    "Texts that share one run of the model: whole, from 1 to " + MOST_AT_ONCE
                            + " (default: as many as the command writes at once). A place that is not used costs some per cent of every step.")
    private @Nullable Integer rows;

    @Option(
            names = "--open-timeout",
            paramLabel = "SECONDS",
            description =
                    "How long opening the model may take: seconds, whole, at least 1 (default: as long as it needs).")
    private @Nullable Integer openTimeout;

    @Option(
            names = "--kv-memory",
            paramLabel = "SIZE",
            description =
                    "The most memory for keys and values of all texts at once, such as 512MB; completions that do not"
                            + " fit beside each other run one after the other (default: three quarters of Java's -Xmx).")
    private @Nullable String stateMemory;

    @Option(
            names = "--speculate",
            paramLabel = "WAY",
            description =
                    "How next tokens are guessed, to be verified several in one run of the model: prompt-lookup (default), from"
                            + " where the text's end stood before, as long as that saves time; or off. The text is the same.")
    private @Nullable String speculation;

    /** Refuses values that are not allowed, before anything is opened. */
    void check() {
        engine();
        scheduling();
    }

    LocalModel open(Terminal terminal) {
        return open(terminal, engine());
    }

    /** A model on which so many rows will share runs; nothing else is opened wider. */
    LocalModel open(Terminal terminal, int rowsUsed) {
        EngineOptions options = engine();
        return open(terminal, rows == null ? options.withRows(Math.min(rowsUsed, MOST_ROWS)) : options);
    }

    /** One a thread of a small model, whose threads would mostly wait for each other; a large one keeps them busy, and its copies memory. */
    int usualCopies(Terminal terminal) {
        Path folder = ModelFolder.open(ModelFinder.find(folder(), terminal.environment()))
                .path();
        return bytes(folder) > SMALL_BYTES ? 1 : Math.min(engine().threadsUsed(), USUAL_COPIES);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The model as often as asked, each with its part of the threads and of the memory for keys and values. */
    ModelCopies openCopies(Terminal terminal, int copies, int rowsUsed) {
        EngineOptions asked = engine();
        EngineOptions options = (rows == null ? asked.withRows(Math.min(rowsUsed, MOST_ROWS)) : asked)
                .withThreads(copies == 1 ? asked.threads() : Math.max(1, asked.threadsUsed() / copies));
        SchedulerOptions scheduling = scheduling();
        SchedulerOptions part =
                copies == 1 ? scheduling : scheduling.withStateBytes(scheduling.stateBytesUsed() / copies);
        return ModelCopies.open(copies, () -> LocalModel.of(loaded(terminal, options), part));
    }

    /** The model of a saved run, as it ran then. */
    LocalModel open(Terminal terminal, SavedModel saved) {
        if (asIs && !saved.asIs()) {
            throw new InvalidValueException(
                    "The run was saved without --as-is, which changes probabilities; leave --as-is out.");
        }
        return open(
                terminal,
                options()
                        .withAsIs(saved.asIs())
                        .withActivations(saved.activations())
                        .withKeyValues(saved.keyValues()));
    }

    private LocalModel open(Terminal terminal, EngineOptions options) {
        SchedulerOptions scheduling = scheduling();
        return LocalModel.of(loaded(terminal, options), scheduling);
    }

    /** What the model is called, without opening it. */
    String name(Terminal terminal) {
        return fileName(ModelFinder.find(folder(), terminal.environment()));
    }

    /** The tokenizer alone; how the model would run is checked and does not matter. */
    LocalTokenizer tokenizer(Terminal terminal) {
        check();
        return LocalTokenizer.open(ModelFinder.find(folder(), terminal.environment()));
    }

    /** The parts of the model alone, for who asks the engine itself; nothing limits the memory then. */
    ModelParts parts(Terminal terminal) {
        return parts(terminal, engine());
    }

    /** As above, with other options than those of the command line. */
    ModelParts parts(Terminal terminal, EngineOptions options) {
        if (stateMemory != null) {
            throw new InvalidValueException(
                    "--kv-memory has no meaning here, where batches of the given sizes are run; leave it out.");
        }
        if (speculation != null) {
            throw new InvalidValueException(
                    "--speculate has no meaning here, where steps of one token each are measured; leave it out.");
        }
        return loaded(terminal, options);
    }

    /** The folder that an argument names, where {@code --model} names none. */
    void folder(@Nullable String argument) {
        if (argument != null && !folders.isEmpty()) {
            throw new InvalidValueException("The model is given twice, by --model and as " + argument + "; leave one.");
        }
        folders = argument == null ? folders : List.of(argument);
    }

    /** The one that is named, null for the default. */
    private @Nullable String folder() {
        if (folders.size() > 1) {
            throw new InvalidValueException("--model is given " + folders.size() + " times, as "
                    + String.join(" and ", folders) + ", but must be given once; leave one.");
        }
        return folders.isEmpty() ? null : folders.get(0);
    }

    /**
     * Models to be opened when they are asked for: each DIR or ID, or NAME=DIR or NAME=ID.
     *
     * @param rowsAtOnce what {@code --rows} says, or null
     */
    List<ModelSource> sources(Terminal terminal, @Nullable Integer rowsAtOnce) {
        EngineOptions options = engine(rowsAtOnce);
        sayWhatIsRounded(terminal, options);
        SchedulerOptions scheduling = scheduling();
        if (folders.isEmpty()) {
            Path place = ModelFinder.find(null, terminal.environment());
            return List.of(source(terminal, fileName(place), place, options, scheduling));
        }
        List<ModelSource> sources = new ArrayList<>();
        for (String said : folders) {
            int end = Files.exists(Path.of(said)) ? -1 : said.indexOf('=');
            String asked = said.substring(end + 1);
            Path place = ModelFinder.find(asked, terminal.environment());
            String name = end >= 0 ? said.substring(0, end) : Files.exists(Path.of(asked)) ? fileName(place) : asked;
            sources.add(source(terminal, name, place, options, scheduling));
        }
        return sources;
    }

    private static String fileName(Path place) {
        return ModelFolder.open(place).name();
    }

    private static ModelSource source(
            Terminal terminal, String name, Path place, EngineOptions options, SchedulerOptions scheduling) {
        return ModelSource.of(name, place, () -> LocalModel.of(loaded(terminal, place, options), scheduling));
    }

    private ModelParts loaded(Terminal terminal, EngineOptions options) {
        sayWhatIsRounded(terminal, options);
        return loaded(terminal, ModelFinder.find(folder(), terminal.environment()), options);
    }

    private void sayWhatIsRounded(Terminal terminal, EngineOptions options) {
        if (fastInt4 && options.activations() == Activations.FAST) {
            terminal.say(
                    "--fast-int4: activations are rounded to 8 bits, so probabilities differ a little from those of"
                            + " the model's file.");
        }
    }

    private static ModelParts loaded(Terminal terminal, Path place, EngineOptions options) {
        ModelParts parts = ModelParts.open(place, options);
        parts.notes().forEach(note -> terminal.say("--cache-graph: " + note));
        return parts;
    }

    SchedulerOptions scheduling() {
        SchedulerOptions defaults = SchedulerOptions.defaults();
        SchedulerOptions options =
                stateMemory == null ? defaults : defaults.withStateBytes(MemorySize.parse("--kv-memory", stateMemory));
        return speculation == null ? options : options.withDrafting(Drafting.of("--speculate", speculation));
    }

    /** With what {@code --rows} says, where that is not null. */
    EngineOptions engine(@Nullable Integer rowsAtOnce) {
        if (rows != null && rowsAtOnce != null) {
            throw new InvalidValueException("--rows and --rows-at-once say the same; leave one of them out.");
        }
        return rowsAtOnce == null ? engine() : engine().withRows(atOnce("--rows", rowsAtOnce));
    }

    EngineOptions engine() {
        return keyValues.in(activations.in(options()));
    }

    private EngineOptions options() {
        int count = threads == null ? 0 : Checks.atLeast("--threads", threads, 1);
        return EngineOptions.defaults()
                .withThreads(count)
                .withSpinning(!resting)
                .withFastInt4(fastInt4)
                .withCacheGraph(cacheGraph)
                .withHugePages(!smallPages)
                .withAsIs(asIs)
                .withOpenTimeout(
                        openTimeout == null
                                ? null
                                : Duration.ofSeconds(Checks.atLeast("--open-timeout", openTimeout, 1)))
                .withRows(rows == null ? 1 : atOnce("--rows-at-once", rows));
    }

    private static int atOnce(String option, int count) {
        return Checks.atMost(option, Checks.atLeast(option, count, 1), MOST_AT_ONCE);
    }
}
