package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A language model in an ONNX file. Thread-safe: sessions of several threads may run at once. {@link #close} stops running
 * steps and waits for them; sessions opened before are then refused work, and are still to be closed.
 */
public final class OnnxModel implements CausalModel, AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Graph graph;
    private final int contextLength;
    private final boolean appendsInPlace;
    private final boolean oneBuffer;
    private final RunGate gate = new RunGate();
    private final Set<OnnxSession> sessions = ConcurrentHashMap.newKeySet();

    private OnnxModel(
            OrtEnvironment environment, OrtSession session, Graph graph, ModelHints hints, boolean oneBuffer) {
        this.environment = environment;
        this.session = session;
        this.graph = graph;
        this.contextLength = hints.contextLength();
        this.appendsInPlace = hints.sharedBuffer();
        this.oneBuffer = oneBuffer;
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
        return open(modelFile, hints, options, cache, hints.sharedBuffer());
    }

    static OnnxModel open(Path modelFile, ModelHints hints, OnnxOptions options, Path cache, boolean oneBuffer) {
        if (!Files.isRegularFile(modelFile)) {
            throw new ModelException("There is no model file " + modelFile + "; name an existing ONNX file.");
        }
        OrtEnvironment environment = Runtimes.environment(cache);
        OrtSession session = load(environment, modelFile, options);
        try {
            Graph graph = Graph.of(Port.of(session.getInputInfo()), Port.of(session.getOutputInfo()), hints);
            return new OnnxModel(environment, session, graph, hints, oneBuffer);
        } catch (OrtException e) {
            free(session);
            throw OrtErrors.opening(modelFile, environment.getVersion(), e);
        } catch (RuntimeException e) {
            free(session);
            throw e;
        }
    }

    private static OrtSession load(OrtEnvironment environment, Path file, OnnxOptions options) {
        try (SessionOptions settings = new SessionOptions()) {
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            settings.setIntraOpNumThreads(options.threads());
            settings.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
            return environment.createSession(file.toString(), settings);
        } catch (OrtException e) {
            throw OrtErrors.opening(file, environment.getVersion(), e);
        } catch (LinkageError e) {
            throw OrtErrors.tooOld(file, environment.getVersion(), e);
        }
    }

    private static void free(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtErrors.creating(e);
        }
    }

    @Override
    public int vocabularySize() {
        return graph.vocabularySize();
    }

    @Override
    public int contextLength() {
        return contextLength;
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
        return new OnnxSession(this, rows, newStore(rows));
    }

    private StateStore newStore(int rows) {
        List<StateSlot> slots = graph.slots();
        return oneBuffer
                ? new SharedStateStore(environment, slots, contextLength, rows)
                : new PingPongStateStore(environment, slots, rows);
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

    /** GroupQueryAttention refuses several tokens of several rows once there is a past. */
    boolean takesRowsAtOnce(int past, int fed) {
        return past == 0 || fed == 1 || !appendsInPlace;
    }

    void opened(OnnxSession one) {
        sessions.add(one);
    }

    void closed(OnnxSession one) {
        sessions.remove(one);
    }

    /** Only between {@link RunGate#enter} and {@link RunGate#leave}. */
    void run(Bindings bindings, OrtSession.RunOptions options) throws OrtException {
        session.run(bindings.inputs, Set.of(), bindings.outputs, options).close();
    }

    @Override
    public void close() {
        gate.refuse();
        sessions.forEach(OnnxSession::cancel);
        gate.close(() -> free(session));
    }
}
