package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One ONNX file, loaded. Closed once, when no run is left. */
final class LoadedGraph implements AutoCloseable {
    private final OrtSession session;
    private final LentWeights lent;
    private final Map<Path, Long> weightFiles;
    private final GraphScan scan;
    private final Map<String, Port> inputs;
    private final Map<String, Port> outputs;
    private String note = "";

    /** The session and the weights lent to it are closed with this. */
    LoadedGraph(OrtSession session, LentWeights lent, Map<Path, Long> weightFiles, GraphScan scan) throws OrtException {
        this.session = session;
        this.lent = lent;
        this.weightFiles = weightFiles;
        this.scan = scan;
        inputs = Port.of(session.getInputInfo());
        outputs = Port.of(session.getOutputInfo());
    }

    static LoadedGraph open(OrtEnvironment environment, Path file, OnnxOptions options, Path cache) {
        GraphLoading loading = new GraphLoading(environment, file, options);
        try {
            if (!options.cacheGraph()) {
                return loading.open();
            }
            return OptimisedGraph.of(cache, loading.files(), options.fastInt4(), environment.getVersion())
                    .open(loading);
        } catch (OrtException e) {
            throw OrtErrors.opening(file, environment.getVersion(), e);
        } catch (LinkageError e) {
            throw OrtErrors.tooOld(file, environment.getVersion(), e);
        }
    }

    /** What there is to say about how it was loaded. */
    LoadedGraph with(String said) {
        note = said;
        return this;
    }

    /** A sentence, or nothing. */
    String note() {
        return note;
    }

    Map<String, Port> inputs() {
        return inputs;
    }

    Map<String, Port> outputs() {
        return outputs;
    }

    /** Files of weights with their bytes. */
    Map<Path, Long> weightFiles() {
        return weightFiles;
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
            lent.close();
        }
    }
}
