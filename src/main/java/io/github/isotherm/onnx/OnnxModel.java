package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A language model in an ONNX file. Thread-safe: sessions of several threads may run at once. {@link #close} stops running
 * steps and waits for them; sessions opened before are then refused work, and are still to be closed.
 */
public final class OnnxModel implements CausalModel, AutoCloseable {
    private final Path file;
    private final OrtEnvironment environment;
    private final Decoder decoder;
    private final WeightPages weights;
    private final Graph graph;
    private final int contextLength;
    private final boolean oneBuffer;
    private final Buffers memory = new Buffers();
    private final RunGate gate = new RunGate();
    private final Set<OnnxSession> sessions = ConcurrentHashMap.newKeySet();
    private final LongAdder runtimeNanos = new LongAdder();
    private boolean stepwise;

    private OnnxModel(
            Path file,
            OrtEnvironment environment,
            Decoder decoder,
            WeightPages weights,
            ModelHints hints,
            boolean oneBuffer) {
        this.file = file;
        this.environment = environment;
        this.decoder = decoder;
        this.weights = weights;
        this.oneBuffer = oneBuffer;
        Graph declared = decoder.graph(hints);
        try (StateStore store = StateStores.of(environment, memory, declared.slots(), 8, oneBuffer, 1)) {
            graph = LogitsProbe.completed(environment, decoder, declared, store);
        }
        contextLength = Math.min(graph.mostPositions(), hints.contextLength());
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
        Decoder decoder = Decoder.open(environment, modelFile, options, cache);
        try {
            OnnxModel model = new OnnxModel(modelFile, environment, decoder, pages.after(), hints, oneBuffer);
            model.stepwise = model.isDoubtful() && !StepCheck.takesSeveral(model);
            return model;
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
        return GraphScan.of(graph).external().stream()
                .map(tensor -> ExternalTensor.checked(graph, tensor.location()))
                .distinct()
                .toList();
    }

    /** Whether the graph may compute something else of several tokens after a past than of one by one. */
    private boolean isDoubtful() {
        return decoder.isPair()
                || graph.has(Role.CACHE_BRANCH)
                || graph.slots().stream().anyMatch(slot -> !slot.grows());
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
    public long runtimeNanos() {
        return runtimeNanos.sum();
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.github.isotherm.error.ClosedException when the model is closed
     */
    @Override
    public Session openSession(int rows) {
        Checks.atLeast("rows", rows, 1);
        gate.check();
        return new OnnxSession(this, rows, newStore(rows), new Sequences(rows));
    }

    @Override
    public long stateBytes(int rows, int tokens) {
        int positions = Math.min(tokens, contextLength);
        return storesRowsApart(rows)
                ? rows * StateStores.bytes(graph.slots(), contextLength, oneBuffer, 1, positions)
                : StateStores.bytes(graph.slots(), contextLength, oneBuffer, rows, positions);
    }

    private StateStore newStore(int rows) {
        return storesRowsApart(rows)
                ? RowwiseStateStore.of(rows, () -> newStore(1))
                : StateStores.of(environment, memory, graph.slots(), contextLength, oneBuffer, rows);
    }

    /** Whether so many rows need a store each. */
    boolean storesRowsApart(int rows) {
        return rows > 1 && (graph.takesOneRow() || (graph.appendsInPlace() && !graph.rowsAreApart()));
    }

    Graph graph() {
        return graph;
    }

    OrtEnvironment environment() {
        return environment;
    }

    RunGate gate() {
        return gate;
    }

    Buffers memory() {
        return memory;
    }

    Chunks chunks() {
        return Chunks.of(graph, stepwise);
    }

    /** Whether every run takes one token, the first included. */
    boolean takesOneToken() {
        return !decoder.isPair() && graph.fixedTokens() == 1;
    }

    /** GroupQueryAttention refuses several tokens of several rows once there is a past. */
    boolean takesRowsAtOnce(int past, int fed) {
        return !graph.takesOneRow() && (past == 0 || fed == 1 || !graph.appendsInPlace());
    }

    void opened(OnnxSession one) {
        sessions.add(one);
    }

    void closed(OnnxSession one) {
        sessions.remove(one);
    }

    /**
     * What the model file is made of.
     *
     * @return inputs, outputs, state, operators, quantisation, files
     */
    public ModelDescription describe() {
        return ModelDescriptions.of(file, decoder, graph, oneBuffer, stepwise);
    }

    /**
     * What there is to say about how it was loaded: of the cache of optimised graphs, where that was asked for.
     *
     * @return sentences, mostly none
     */
    public List<String> notes() {
        return decoder.notes();
    }

    /** Only between {@link RunGate#enter} and {@link RunGate#leave}. */
    void run(Bindings bindings, int past, OrtSession.RunOptions options) throws OrtException {
        long start = System.nanoTime();
        decoder.run(bindings, past, options);
        runtimeNanos.add(System.nanoTime() - start);
        weights.ran();
    }

    @Override
    public void close() {
        gate.refuse();
        weights.close();
        sessions.forEach(OnnxSession::cancel);
        gate.close(decoder::close);
    }
}
