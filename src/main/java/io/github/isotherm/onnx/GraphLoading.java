package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one graph: as its file has it, with its products made faster, or from a copy that ONNX Runtime optimised before.
 * The copy refers to the same files of weights.
 */
final class GraphLoading {
    private static final Logger LOG = LoggerFactory.getLogger(GraphLoading.class);

    /** Where files of weights are, for a graph that comes as bytes. */
    private static final String WEIGHTS = "session.model_external_initializers_file_folder_path";

    /** ARM's own kernels round whole rows: what that leaves is larger than what blocks leave. */
    private static final String NO_WHOLE_ROWS = "mlas.disable_kleidiai";

    private final OrtEnvironment environment;
    private final Path file;
    private final ModelHints hints;
    private final OnnxOptions options;
    private final boolean rewrite;
    private final GraphScan declared;
    private final List<NewerAttributes.Row> leftOut;
    private final ExternalWeights weights;
    private final List<FileState> states;

    /** The graph as it runs; null where that is as its file has it. */
    private final @Nullable GraphProto changed;

    private final GraphScan scan;
    private final @Nullable SlotLayout layout;

    /**
     * Reads what the file says, and loads nothing yet. The first graph with products of a kind has that probed.
     *
     * @param rewrite whether attention may be rewritten
     * @throws ModelException when the file is damaged, or one of its files of weights is missing or cut short
     */
    GraphLoading(OrtEnvironment environment, Path file, ModelHints hints, OnnxOptions options, boolean rewrite) {
        this(
                environment,
                file,
                hints,
                options,
                rewrite,
                GraphScan.of(Contained.with(file).inside(file)),
                List.of());
    }

    private GraphLoading(
            OrtEnvironment environment,
            Path file,
            ModelHints hints,
            OnnxOptions options,
            boolean rewrite,
            GraphScan declared,
            List<NewerAttributes.Row> leftOut) {
        this.environment = environment;
        this.file = file;
        this.hints = hints;
        this.options = options;
        this.rewrite = rewrite;
        this.declared = declared;
        this.leftOut = leftOut;
        weights = ExternalWeights.of(file, declared);
        states = FileState.of(files());
        GraphScan source = options.asIs() ? declared : ReshapedWeights.rewritten(withLevels(declared, file, options));
        AttentionSlots.Rewritten slots = null;
        GraphScan rewritten = source;
        boolean exact = options.activations() == Activations.EXACT;
        boolean half = options.keyValues() == KeyValueType.FLOAT16;
        if (!options.asIs() && (rewrite || exact || half)) {
            try (SessionOptions settings = settings(options)) {
                Roundings roundings =
                        exact ? Roundings.probed(environment, settings, source.nodes()) : Roundings.UNKNOWN;
                Kernels kernels = new Kernels(environment, settings, roundings, half);
                slots = rewrite ? AttentionSlots.of(source, hints, options.rows(), kernels) : null;
                rewritten = slots == null ? source : slots.scan();
                rewritten = half ? halved(slots, file) : rewritten;
                rewritten = exact ? exact(rewritten, hints, roundings) : rewritten;
            } catch (OrtException e) {
                throw OrtErrors.creating(e);
            }
        }
        boolean writable = rewritten == source || rewritten.parts().model().size() <= Integer.MAX_VALUE;
        if (!writable && half) {
            throw HalfStates.refused(file);
        }
        if (!writable) {
            LOG.warn("{} has nearly 2 GiB and runs as exported; put its weights into a file of their own", file);
        }
        scan = writable ? rewritten : source;
        layout = slots == null || !writable ? null : slots.layout();
        changed = scan == declared && leftOut.isEmpty() ? null : scan.parts();
    }

    /** The same graph without an attribute. */
    GraphLoading without(NewerAttributes.Row row) {
        LOG.info("{} ({})", row.sentence(), file);
        List<NewerAttributes.Row> rows = new ArrayList<>(leftOut);
        rows.add(row);
        GraphScan rest = GraphScan.of(NewerAttributes.without(declared.parts(), row));
        return new GraphLoading(environment, file, hints, options, rewrite, rest, List.copyOf(rows));
    }

    List<NewerAttributes.Row> leftOut() {
        return leftOut;
    }

    /** As the file has it, but for what was left out. */
    GraphProto source() {
        return declared.parts();
    }

    private static GraphScan withLevels(GraphScan declared, Path file, OnnxOptions options) {
        GraphScan scan = declared;
        if (options.fastInt4() && declared.nodes().stream().anyMatch(AccuracyLevel.ROUNDED::applies)) {
            if (options.activations() == Activations.FAST) {
                LOG.info("Activations are rounded to 8 bits in {}: its probabilities differ a little", file);
            }
            scan = GraphScan.of(AccuracyLevel.ROUNDED.rewritten(scan.parts()));
        }
        if (options.activations() == Activations.FLOAT
                && scan.nodes().stream().anyMatch(AccuracyLevel.FLOAT::applies)) {
            scan = GraphScan.of(AccuracyLevel.FLOAT.rewritten(scan.parts()));
        }
        return scan;
    }

    /** Only where attention was rewritten: a single token would be computed otherwise than several. */
    private static GraphScan halved(AttentionSlots.@Nullable Rewritten slots, Path file) {
        if (slots == null) {
            throw HalfStates.refused(file);
        }
        return HalfStates.rewritten(slots.scan(), file);
    }

    private static GraphScan exact(GraphScan source, ModelHints hints, Roundings roundings) {
        List<String> ids = new ArrayList<>();
        for (FedInput input : FedInput.of(source.inputs(), hints)) {
            if (input.role() == Role.IDS && input.port().dims().size() == 2) {
                ids.add(input.port().name());
            }
        }
        return ExactActivations.rewritten(source, ids, roundings);
    }

    /** The graph's file, then those of its weights. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(weights.sizes().keySet());
        files.add(0, file);
        return files;
    }

    LoadedGraph open() throws OrtException {
        try (SessionOptions settings = settings(options)) {
            GraphProto graph = changed;
            if (weights.areElsewhere()) {
                return lent(settings, graph == null ? weights : ExternalWeights.of(file, scan), graph);
            }
            if (graph == null) {
                return loaded(environment.createSession(file.toString(), settings), LentWeights.NONE);
            }
            settings.addConfigEntry(WEIGHTS, weights.folder());
            return loaded(session(graph, settings), LentWeights.NONE);
        }
    }

    /**
     * The same, and writes what ONNX Runtime has made of the graph.
     *
     * @param copy the file to write
     * @param links a folder for links to the files of weights, should ONNX Runtime want them elsewhere
     * @throws IOException when there can be no such links
     */
    LoadedGraph openAndWrite(Path copy, Path links) throws OrtException, IOException {
        try (SessionOptions settings = settings(options)) {
            settings.setOptimizedModelFilePath(copy.toString());
            if (!weights.areElsewhere() && changed == null) {
                return loaded(environment.createSession(file.toString(), settings), LentWeights.NONE);
            }
            settings.addConfigEntry(WEIGHTS, weights.areElsewhere() ? weights.linked(links) : weights.folder());
            return loaded(session(changed, settings), LentWeights.NONE);
        }
    }

    /**
     * Loads what {@link #openAndWrite} wrote.
     *
     * @throws ModelException when it is damaged or another graph
     */
    LoadedGraph openWritten(Path copy) throws OrtException {
        GraphScan written = GraphScan.of(copy);
        if (!written.hasPortsOf(scan)) {
            throw new ModelException(copy + " has other inputs or outputs than " + file + ".");
        }
        return opened(copy, written).without(NewerAttributes.leftOut(declared, written));
    }

    private LoadedGraph opened(Path copy, GraphScan written) throws OrtException {
        ExternalWeights used = ExternalWeights.of(file, written);
        try (SessionOptions settings = settings(options)) {
            settings.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
            if (used.all().isEmpty()) {
                return loaded(environment.createSession(copy.toString(), settings), LentWeights.NONE);
            }
            ByteBuffer bytes = mapped(copy);
            if (used.areElsewhere()) {
                return lent(settings, used, GraphProto.of(bytes));
            }
            settings.addConfigEntry(WEIGHTS, used.folder());
            return loaded(environment.createSession(bytes, settings), LentWeights.NONE);
        }
    }

    private static SessionOptions settings(OnnxOptions options) throws OrtException {
        SessionOptions settings = new SessionOptions();
        settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        settings.setIntraOpNumThreads(options.threads());
        if (options.activations() == Activations.EXACT) {
            settings.addConfigEntry(NO_WHOLE_ROWS, "1");
        }
        settings.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
        return settings;
    }

    private LoadedGraph lent(SessionOptions settings, ExternalWeights used, @Nullable GraphProto graph)
            throws OrtException {
        LentWeights lent = LentWeights.of(environment, used, settings);
        try {
            return loaded(session(graph, settings), lent);
        } catch (OrtException | RuntimeException | LinkageError e) {
            lent.close();
            throw e;
        }
    }

    /** From bytes that are gone afterwards: ONNX Runtime keeps a copy of what it needs. */
    private OrtSession session(@Nullable GraphProto graph, SessionOptions settings) throws OrtException {
        if (graph == null) {
            return environment.createSession(mapped(file), settings);
        }
        ProtoWriter model = graph.model();
        try (StateBlock memory = StateBlock.allocate(model.size(), "a graph")) {
            ByteBuffer bytes = memory.slice(0, model.size());
            model.writeTo(bytes);
            return environment.createSession(bytes.flip(), settings);
        }
    }

    private LoadedGraph loaded(OrtSession session, LentWeights lent) throws OrtException {
        return new LoadedGraph(session, lent, states, weights, declared, scan, layout).without(leftOut);
    }

    private static ByteBuffer mapped(Path graph) {
        try (FileChannel channel = FileChannel.open(graph, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new ModelException(graph + " cannot be read; check that you may read it.", e);
        }
    }
}
