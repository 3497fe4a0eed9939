package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.DamagedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One ONNX file, loaded. Closed once, when no run is left. */
final class LoadedGraph implements AutoCloseable {
    private final OrtSession session;
    private final LentWeights lent;
    private final List<FileState> files;
    private final Path file;
    private final Map<Path, Long> weightFiles;
    private final GraphScan declared;
    private final GraphScan scan;
    private final @Nullable SlotLayout layout;
    private final Map<String, Port> inputs;
    private final Map<String, Port> outputs;
    private List<NewerAttributes.Row> leftOut = List.of();
    private String note = "";

    /** The session and the weights lent to it are closed with this. */
    LoadedGraph(
            OrtSession session,
            LentWeights lent,
            List<FileState> files,
            ExternalWeights weights,
            GraphScan declared,
            GraphScan scan,
            @Nullable SlotLayout layout)
            throws OrtException {
        this.session = session;
        this.lent = lent;
        this.files = files;
        file = weights.graph();
        weightFiles = weights.sizes();
        this.declared = declared;
        this.scan = scan;
        this.layout = layout;
        inputs = Port.of(session.getInputInfo());
        outputs = Port.of(session.getOutputInfo());
    }

    /** {@code rewrite} tells whether its attention may be rewritten. */
    static LoadedGraph open(
            OrtEnvironment environment, Path file, ModelHints hints, OnnxOptions options, Path cache, boolean rewrite) {
        try {
            return opened(environment, file, hints, options, cache, rewrite);
        } catch (MalformedGraphException e) { // in what only a rewrite reads, or a search for what was wrong
            throw e.of(file);
        } catch (ArithmeticException e) {
            throw new ModelException(
                    file + " has a number that is larger than it can be where it stands; " + DamagedFile.wayOut(file)
                            + ".",
                    e);
        }
    }

    private static LoadedGraph opened(
            OrtEnvironment environment, Path file, ModelHints hints, OnnxOptions options, Path cache, boolean rewrite) {
        GraphLoading loading = new GraphLoading(environment, file, hints, options, rewrite);
        try {
            if (!options.cacheGraph()) {
                return SecondLoad.of(loading, new SecondLoad.Plain());
            }
            return SecondLoad.of(loading, OptimisedGraph.of(cache, loading.files(), options, environment.getVersion()));
        } catch (OrtException e) {
            throw OrtErrors.opening(file, environment.getVersion(), loading.source(), e);
        } catch (LinkageError e) {
            throw OrtErrors.tooOld(file, environment.getVersion(), e);
        }
    }

    /** What there is to say about how it was loaded. */
    LoadedGraph with(String said) {
        note = said;
        return this;
    }

    /** Which attributes of its file it was loaded without. */
    LoadedGraph without(List<NewerAttributes.Row> rows) {
        leftOut = rows;
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

    Map<String, Port> declaredInputs() {
        return layout == null ? inputs : declared.inputs();
    }

    Map<String, Port> declaredOutputs() {
        return layout == null ? outputs : declared.outputs();
    }

    /** What it was loaded from, as that was then. */
    List<FileState> files() {
        return files;
    }

    /** The graph's file, by the name it was opened with. */
    Path file() {
        return file;
    }

    /** Attributes that the file has and ONNX Runtime does not know. */
    List<NewerAttributes.Row> leftOut() {
        return leftOut;
    }

    /** Files of weights with their bytes. */
    Map<Path, Long> weightFiles() {
        return weightFiles;
    }

    /** As the file has it. */
    GraphScan declared() {
        return declared;
    }

    /** As it runs. */
    GraphScan scan() {
        return scan;
    }

    /** What was made of its attention; null where that is as the file has it. */
    @Nullable
    SlotLayout layout() {
        return layout;
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
        if (bindings.areKnownTo(this)) {
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
