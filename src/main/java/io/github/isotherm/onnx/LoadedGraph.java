package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One ONNX file, loaded. Closed once, when no run is left. */
final class LoadedGraph implements AutoCloseable {
    private final OrtSession session;
    private final ExternalWeights weights;
    private final GraphScan scan;
    private final Map<String, Port> inputs;
    private final Map<String, Port> outputs;

    private LoadedGraph(OrtSession session, ExternalWeights weights, GraphScan scan) throws OrtException {
        this.session = session;
        this.weights = weights;
        this.scan = scan;
        inputs = Port.of(session.getInputInfo());
        outputs = Port.of(session.getOutputInfo());
    }

    static LoadedGraph open(OrtEnvironment environment, Path file, OnnxOptions options) {
        GraphScan scan = GraphScan.of(file);
        ExternalWeights weights = ExternalWeights.of(file, scan.external());
        try (SessionOptions settings = new SessionOptions()) {
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            settings.setIntraOpNumThreads(options.threads());
            settings.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
            return new LoadedGraph(session(environment, file, weights, settings, wants(scan, options)), weights, scan);
        } catch (OrtException e) {
            weights.close();
            throw OrtErrors.opening(file, environment.getVersion(), e);
        } catch (LinkageError e) {
            weights.close();
            throw OrtErrors.tooOld(file, environment.getVersion(), e);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static boolean wants(GraphScan scan, OnnxOptions options) {
        return options.fastInt4() && scan.nodes().stream().anyMatch(FastInt4::applies);
    }

    private static OrtSession session(
            OrtEnvironment environment, Path file, ExternalWeights weights, SessionOptions settings, boolean fastInt4)
            throws OrtException {
        if (!weights.areElsewhere() && !fastInt4) {
            return environment.createSession(file.toString(), settings);
        }
        weights.lend(environment, settings);
        try {
            byte[] graph = Files.readAllBytes(file);
            return environment.createSession(fastInt4 ? FastInt4.rewritten(graph) : graph, settings);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read; check that you may read it.", e);
        }
    }

    Map<String, Port> inputs() {
        return inputs;
    }

    Map<String, Port> outputs() {
        return outputs;
    }

    /** Files of weights with their bytes. */
    Map<Path, Long> weightFiles() {
        return weights.sizes();
    }

    GraphScan scan() {
        return scan;
    }

    /** Runs what of the bindings the graph knows. */
    void run(Bindings bindings, OrtSession.RunOptions options) throws OrtException {
        session.run(known(bindings), Set.of(), bindings.outputs, options).close();
    }

    /** The shape of an output that nothing is known of. */
    long[] shapeOf(String output, Bindings bindings, OrtSession.RunOptions options) throws OrtException {
        try (OrtSession.Result result = session.run(known(bindings), Set.of(output), bindings.outputs, options)) {
            OnnxValue value = result.get(output).orElseThrow();
            return ((ai.onnxruntime.TensorInfo) value.getInfo()).getShape();
        }
    }

    private Map<String, ai.onnxruntime.OnnxTensor> known(Bindings bindings) {
        if (inputs.keySet().containsAll(bindings.inputs.keySet())) {
            return bindings.inputs;
        }
        Map<String, ai.onnxruntime.OnnxTensor> known = new LinkedHashMap<>(bindings.inputs);
        known.keySet().retainAll(inputs.keySet());
        return known;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtErrors.creating(e);
        } finally {
            weights.close();
        }
    }
}
