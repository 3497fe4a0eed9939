package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The graph of a model, or the pair of graphs that older exports have: one for the prompt, one for what follows. */
final class Decoder implements AutoCloseable {
    private final @Nullable LoadedGraph first;
    private final LoadedGraph next;

    private Decoder(@Nullable LoadedGraph first, LoadedGraph next) {
        this.first = first;
        this.next = next;
    }

    /** {@code rewrite} tells whether attention may be rewritten. */
    static Decoder open(
            OrtEnvironment environment, Path file, ModelHints hints, OnnxOptions options, Path cache, boolean rewrite) {
        LoadedGraph graph = LoadedGraph.open(environment, file, hints, options, cache, rewrite);
        Path second = file.resolveSibling(
                String.valueOf(file.getFileName()).replaceFirst("^decoder_model(?=[_.])", "decoder_with_past_model"));
        if (!beginsOnly(graph) || second.equals(file) || !Files.isRegularFile(second)) {
            return new Decoder(null, graph);
        }
        try {
            return new Decoder(graph, LoadedGraph.open(environment, second, hints, options, cache, false));
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    /** Whether a graph makes a state but takes none. */
    private static boolean beginsOnly(LoadedGraph graph) {
        return hasState(graph.outputs()) && !hasState(graph.inputs());
    }

    private static boolean hasState(Map<String, Port> ports) {
        for (String name : ports.keySet()) {
            if (StateNames.isPresent(name)) {
                return true;
            }
        }
        return false;
    }

    /** The graph that runs once there is a past. */
    LoadedGraph next() {
        return next;
    }

    boolean isPair() {
        return first != null;
    }

    private List<LoadedGraph> graphs() {
        return first == null ? List.of(next) : List.of(first, next);
    }

    /** All that was opened, each file once. */
    List<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        for (LoadedGraph graph : graphs()) {
            files.add(graph.file());
            files.addAll(graph.weightFiles().keySet());
        }
        return List.copyOf(files);
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (LoadedGraph graph : graphs()) {
            if (!graph.note().isEmpty()) {
                notes.add(graph.note());
            }
        }
        return notes;
    }

    Graph graph(ModelHints hints) {
        Map<String, String> inPlace = next.scan().appendedInPlace();
        Graph graph = Graph.of(theirs(next.inputs()), theirs(next.outputs()), hints, inPlace)
                .withLastIndexes(next.scan().lastIndexes());
        return first == null ? graph : graph.and(FedInput.of(first.inputs(), hints));
    }

    /** What the file has. */
    private static Map<String, Port> theirs(Map<String, Port> ports) {
        Map<String, Port> theirs = new LinkedHashMap<>();
        for (Port port : ports.values()) {
            if (!SlotLayout.isOurs(port.name())) {
                theirs.put(port.name(), port);
            }
        }
        return theirs;
    }

    /** What was made of the graph's attention; null where that is as the file has it. */
    @Nullable
    SlotLayout layout() {
        return next.layout();
    }

    void run(Bindings bindings, int past, OrtSession.RunOptions options) throws OrtException {
        of(past).run(bindings, options);
    }

    long[] shapeOf(String output, Bindings bindings, OrtSession.RunOptions options) throws OrtException {
        return of(0).shapeOf(output, bindings, options);
    }

    private LoadedGraph of(int past) {
        LoadedGraph begin = first;
        return past == 0 && begin != null ? begin : next;
    }

    @Override
    public void close() {
        try {
            next.close();
        } finally {
            if (first != null) {
                first.close();
            }
        }
    }
}
