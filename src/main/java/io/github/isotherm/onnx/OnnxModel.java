package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A language model in an ONNX file. One run at a time: another thread's waits. {@link #close} makes a run in progress fail
 * and waits for it; sequences opened before are then refused work, and are still to be closed.
 */
public final class OnnxModel implements CausalModel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);
    private static final int MOST_ROWS = 16;

    private final Path file;
    private final OrtEnvironment environment;
    private final ModelHints hints;
    private final OnnxOptions options;
    private final Path cache;
    private final boolean oneBuffer;
    private final Graph graph;
    private final int contextLength;
    private final Buffers memory = new Buffers();
    private final Interrupt interrupt = Interrupt.open();
    private final KeptLogits logits;
    private final ReentrantLock busy = new ReentrantLock();
    private final LongAdder runtimeNanos = new LongAdder();
    private Decoder decoder;
    private WeightPages weights;
    private SequenceRuns runs;
    private final boolean movesStates;
    private boolean stepwise;
    private boolean closed;
    private volatile boolean closing;

    private OnnxModel(
            Path file,
            OrtEnvironment environment,
            Decoder decoder,
            WeightPages weights,
            ModelHints hints,
            OnnxOptions options,
            Path cache,
            boolean oneBuffer) {
        this.file = file;
        this.environment = environment;
        this.decoder = decoder;
        this.weights = weights;
        this.hints = hints;
        this.options = options;
        this.cache = cache;
        this.oneBuffer = oneBuffer;
        movesStates = options.hugePages() && MemoryAdvice.canCollapse();
        graph = completed(decoder.graph(hints));
        contextLength = Math.min(graph.mostPositions(), hints.contextLength());
        logits = new KeptLogits(environment, memory, graph.logits());
        runs = runs(decoder);
        if (isDoubtful()) {
            stepwise = !StepCheck.takesSeveral(this);
            runs = runs(decoder);
        }
    }

    private Graph completed(Graph declared) {
        SlotLayout layout = decoder.layout();
        if (layout != null && layout.packed()) {
            LogitsPort port = declared.logits();
            return declared.with(new LogitsPort(port.port(), port.vocabularySize(), false));
        }
        try (StateStore store = StateStores.of(environment, memory, declared.slots(), 8, beyond(), oneBuffer)) {
            return LogitsProbe.completed(environment, decoder, declared, store);
        }
    }

    private int beyond() {
        SlotLayout layout = decoder.layout();
        return layout == null ? 1 : layout.beyond();
    }

    private SequenceRuns runs(Decoder one) {
        SlotLayout layout = one.layout();
        try {
            return layout != null && layout.packed() ? new PackedRuns(this, layout) : new SingleRuns(this);
        } catch (OrtException e) {
            throw OrtErrors.creating(e);
        }
    }

    /**
     * Loads a model. The first call of a JVM unpacks ONNX Runtime's libraries into {@code cache}, unless the system property
     * {@code onnxruntime.native.path} is set.
     *
     * @param modelFile the graph; its weights may be in files beside it
     * @param hints what configuration files know about it
     * @param options how it runs
     * @param cache isotherm's cache folder, created when needed
     * @return the model, to be closed by the caller
     * @throws ModelException when the file is missing, damaged, not a decoder-only language model, or too new for the ONNX
     *     Runtime on the class path, or the platform has no native library
     */
    public static OnnxModel open(Path modelFile, ModelHints hints, OnnxOptions options, Path cache) {
        return open(modelFile, hints, options, cache, true);
    }

    /** As above; {@code oneBuffer} false keeps past and present apart even where the graph appends in place. */
    static OnnxModel open(Path modelFile, ModelHints hints, OnnxOptions options, Path cache, boolean oneBuffer) {
        if (!Files.isRegularFile(modelFile)) {
            throw new ModelException("There is no model file " + modelFile + "; name an existing ONNX file.");
        }
        OrtEnvironment environment = Runtimes.environment(cache);
        HugePages pages = HugePages.before(options.hugePages());
        Decoder decoder = Decoder.open(environment, modelFile, hints, options, cache, oneBuffer);
        try {
            return new OnnxModel(modelFile, environment, decoder, pages.after(), hints, options, cache, oneBuffer);
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    /**
     * The files of a graph's weights, as the graph names them. Loads nothing.
     *
     * @param graph the graph's file
     * @return names, relative to its folder; empty when all weights are in the graph
     * @throws ModelException when the file is no graph, or names a file outside its folder
     */
    public static List<String> weightNames(Path graph) {
        return ExternalWeights.every(graph, GraphScan.of(graph)).stream()
                .map(tensor -> ExternalTensor.checked(graph, tensor.location()))
                .distinct()
                .toList();
    }

    /**
     * How far back each fused attention of a graph looks. Loads nothing.
     *
     * @param graph the graph's file
     * @return tokens, 0 for one that sees the whole text; empty when no attention is fused
     * @throws ModelException when the file is no graph
     */
    public static List<Long> attentionWindows(Path graph) {
        return GraphScan.of(graph).nodes().stream()
                .filter(node -> node.operator().equals(GraphScan.APPENDING))
                .map(node -> Math.max(0, node.numbers().getOrDefault("local_window_size", 0L)))
                .toList();
    }

    /** Whether the graph may compute something else of several tokens after a past than of one by one. */
    private boolean isDoubtful() {
        return decoder.isPair() || graph.has(Role.CACHE_BRANCH) || StateStores.haveFixed(graph.slots());
    }

    @Override
    public int vocabularySize() {
        return graph.vocabularySize();
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public int rowsAtOnce() {
        SlotLayout layout = layout();
        return layout == null ? 1 : layout.rows();
    }

    @Override
    public boolean isExact() {
        SlotLayout layout = layout();
        return layout != null && layout.exact();
    }

    /**
     * Whether the graph runs untouched because it was asked for.
     *
     * @return as the options say
     */
    public boolean isAsIs() {
        return options.asIs();
    }

    /**
     * What becomes of the numbers that weights are multiplied with.
     *
     * @return as the options say
     */
    public Activations activations() {
        return options.activations();
    }

    /**
     * How many bits keys and values have.
     *
     * @return as the options say
     */
    public KeyValueType keyValues() {
        return options.keyValues();
    }

    @Override
    public long runtimeNanos() {
        return runtimeNanos.sum();
    }

    @Override
    public Sequence open() {
        check();
        return new OnnxSequence(
                this, StateStores.of(environment, memory, graph.slots(), contextLength, beyond(), oneBuffer));
    }

    @Override
    public long stateBytes(int tokens) {
        return StateStores.bytes(graph.slots(), contextLength, oneBuffer, Math.min(tokens, contextLength));
    }

    @Override
    public Logits run(List<Feed> feeds) {
        busy.lock();
        try {
            check();
            checkFeeds(feeds);
            interrupt.consume();
            logits.begin();
            runs.run(feeds, logits);
            if (movesStates) {
                for (Feed feed : feeds) {
                    ((OnnxSequence) feed.sequence()).ran();
                }
            }
            return logits;
        } finally {
            busy.unlock();
        }
    }

    private void checkFeeds(List<Feed> feeds) {
        Checks.atLeast("feeds of a run", feeds.size(), 1);
        for (Feed feed : feeds) {
            checkFeed(feed);
        }
        if (feeds.size() > 1) {
            checkDifferent(feeds);
        }
    }

    private void checkFeed(Feed feed) {
        if (!(feed.sequence() instanceof OnnxSequence sequence) || !sequence.isOf(this)) {
            throw Checks.invalid("a sequence", "another model's", "one that this model opened");
        }
        sequence.refuseIfClosed();
        for (int id : feed.tokens()) {
            if (id < 0 || id >= vocabularySize()) {
                throw Checks.invalid("token id", Integer.toString(id), "from 0 to " + (vocabularySize() - 1));
            }
        }
        if (feed.tokens().length > contextLength - sequence.length()) {
            throw new ContextLengthException(sequence.length() + feed.tokens().length, contextLength);
        }
    }

    private static void checkDifferent(List<Feed> feeds) {
        Set<Sequence> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Feed feed : feeds) {
            if (!seen.add(feed.sequence())) {
                throw Checks.invalid("a sequence", "in two feeds", "in one feed of a run");
            }
        }
    }

    /** One run of the graph, by a run of the model: {@code binding} fills what it takes and gives. */
    void step(Span span, SequenceRuns.Step binding) {
        try (Bindings bindings = new Bindings()) {
            step(span, bindings, binding);
        }
    }

    /** The same with bindings that still have what the run before had. */
    void step(Span span, Bindings bindings, SequenceRuns.Step binding) {
        try {
            check();
            binding.run(bindings);
            long start = System.nanoTime();
            decoder.run(bindings, span.from(), interrupt.options());
            runtimeNanos.add(System.nanoTime() - start);
            weights.ran();
        } catch (OrtException e) {
            check();
            throw interrupt.consume() ? new CancelledException() : OrtErrors.running(span.fed(), span.from(), e);
        }
    }

    @Override
    public void interrupt() {
        interrupt.request();
    }

    /** What needs the state of sequences to itself: never during a run. */
    void alone(Runnable work) {
        busy.lock();
        try {
            work.run();
        } finally {
            busy.unlock();
        }
    }

    void check() {
        if (closing) {
            throw new ClosedException("The model");
        }
    }

    @Override
    public void widen(int rows) {
        Checks.atLeast("rows", rows, 1);
        int wanted = Math.min(rows, MOST_ROWS);
        alone(() -> {
            check();
            SlotLayout layout = layout();
            if (layout != null && layout.packed() && layout.rows() < wanted) {
                reopen(wanted);
            }
        });
    }

    /** The wider graph beside the present one, which goes only when that is there. */
    private void reopen(int rows) {
        try {
            HugePages pages = HugePages.before(options.hugePages());
            Decoder wider = Decoder.open(environment, file, hints, options.withRows(rows), cache, oneBuffer);
            if (!wider.next().files().equals(decoder.next().files())) {
                wider.close();
                throw new ModelException(
                        "the files of " + file + " were changed since it was opened; open the model anew.");
            }
            replace(wider, pages.after());
        } catch (RuntimeException e) {
            LOG.warn("The model goes on with {} rows at once: {}", rowsAtOnce(), e.getMessage());
        }
    }

    private void replace(Decoder wider, WeightPages widerWeights) {
        SequenceRuns widerRuns;
        try {
            widerRuns = runs(wider);
        } catch (RuntimeException e) {
            wider.close();
            throw e;
        }
        SequenceRuns oldRuns = runs;
        WeightPages oldWeights = weights;
        Decoder oldDecoder = decoder;
        runs = widerRuns;
        weights = widerWeights;
        decoder = wider;
        oldRuns.close();
        oldWeights.close();
        oldDecoder.close();
    }

    // ---------------------------------------------------------------- for the package

    Graph graph() {
        return graph;
    }

    OrtEnvironment environment() {
        return environment;
    }

    Buffers memory() {
        return memory;
    }

    @org.jspecify.annotations.Nullable
    SlotLayout layout() {
        return decoder.layout();
    }

    Chunks chunks() {
        return Chunks.of(graph, stepwise);
    }

    /** Whether every run takes one token, the first included. */
    boolean takesOneToken() {
        return !decoder.isPair() && graph.fixedTokens() == 1;
    }

    /**
     * What the model file is made of.
     *
     * @return inputs, outputs, state, operators, quantisation, files
     */
    public ModelDescription describe() {
        return ModelDescriptions.of(file, decoder, graph, options, oneBuffer, stepwise);
    }

    /**
     * What it was opened from: its graph or graphs, and the files of weights these name.
     *
     * @return each file once, by the name it was opened with
     */
    public List<Path> files() {
        return decoder.files();
    }

    /**
     * What there is to say about how it was loaded: of the cache of optimised graphs, where that was asked for.
     *
     * @return sentences, mostly none
     */
    public List<String> notes() {
        return decoder.notes();
    }

    @Override
    public void close() {
        closing = true;
        interrupt.request();
        alone(() -> {
            if (!closed) {
                closed = true;
                runs.close();
                logits.close();
                weights.close();
                interrupt.close();
                decoder.close();
                FreedMemory.giveBack();
            }
        });
    }
}
