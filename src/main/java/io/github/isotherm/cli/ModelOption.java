package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.PoolOptions;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.hub.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and how the engine runs it. */
final class ModelOption {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|ID",
            description = "The model's folder, one of the graphs in it, or the id of a downloaded one; default:"
                    + " $ISOTHERM_MODEL, else the bundled model.")
    private @Nullable String folder;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share one step; default: one per physical core.")
    private @Nullable Integer threads;

    @Option(names = "--no-spinning", description = "Lets idle threads sleep: slower steps, less processor time.")
    private boolean resting;

    @Option(
            names = "--fast-int4",
            description = "Rounds activations to 8 bits in products with 4-bit weights: faster, and less exact.")
    private boolean fastInt4;

    @Option(
            names = "--cache-graph",
            description =
                    "Keeps the graph in isotherm's cache as ONNX Runtime optimises it, and loads it from there the"
                            + " next time: for graphs of thousands of nodes. Takes as much room as the weights inside the graph's"
                            + " file; those in files beside it are not copied.")
    private boolean cacheGraph;

    @Option(
            names = "--as-is",
            description =
                    "Runs the graph untouched, one text at a time: a token's probability may then depend on how the"
                            + " tokens before it were fed.")
    private boolean asIs;

    @Option(
            names = "--kv-memory",
            paramLabel = "SIZE",
            description =
                    "The most memory for keys and values of all texts at once, such as 512MB; completions that do not"
                            + " fit beside each other run one after the other. Default: three quarters of Java's -Xmx.")
    private @Nullable String stateMemory;

    LocalModel open(Terminal terminal) {
        PoolOptions pool = pool();
        return LocalModel.of(loaded(terminal, engine()), pool);
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
        return loaded(terminal, options);
    }

    /** The folder that an argument names, where {@code --model} names none. */
    void folder(@Nullable String argument) {
        if (argument != null && folder != null) {
            throw new InvalidValueException("The model is given twice, by --model and as " + argument + "; leave one.");
        }
        folder = argument == null ? folder : argument;
    }

    private ModelParts loaded(Terminal terminal, EngineOptions options) {
        if (fastInt4) {
            terminal.say(
                    "--fast-int4: activations are rounded to 8 bits, so probabilities differ a little from those of"
                            + " the model's file.");
        }
        ModelParts parts = ModelParts.open(ModelFolder.open(ModelFinder.find(folder, terminal.environment())), options);
        parts.notes().forEach(note -> terminal.say("--cache-graph: " + note));
        return parts;
    }

    private PoolOptions pool() {
        PoolOptions defaults = PoolOptions.defaults();
        return stateMemory == null ? defaults : defaults.withStateBytes(MemorySize.parse("--kv-memory", stateMemory));
    }

    EngineOptions engine() {
        int count = threads == null ? 0 : Checks.atLeast("--threads", threads, 1);
        return EngineOptions.defaults()
                .withThreads(count)
                .withSpinning(!resting)
                .withFastInt4(fastInt4)
                .withCacheGraph(cacheGraph)
                .withAsIs(asIs);
    }
}
