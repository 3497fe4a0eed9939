package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ONNX Runtime does not tell about a graph, read from the file itself. Used once. */
final class GraphScan {
    /**
     * Its past is input 3 (keys) and 4 (values), its present output 1 and 2. Input 5 is the index of the last position,
     * whatever exporters call it.
     */
    static final String APPENDING = "com.microsoft.GroupQueryAttention";

    private static final int SMALL = 4 << 20;

    /** A branch in another one is four messages deeper, of which protobuf reads at most 100. */
    private static final int MOST_BRANCHES = 33;

    private final List<GraphNode> nodes = new ArrayList<>();
    private final List<GraphNode> outermost = new ArrayList<>();
    private final List<ExternalTensor> external = new ArrayList<>();
    private final Map<String, Port> inputs = new LinkedHashMap<>();
    private final Map<String, Port> outputs = new LinkedHashMap<>();

    private final GraphProto parts;

    private GraphScan(GraphProto parts) {
        this.parts = parts;
    }

    /**
     * Reads a file; one with weights in it is mapped into memory.
     *
     * @throws ModelException when it is not a whole ONNX file
     */
    static GraphScan of(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            if (in.getChannel().size() > Integer.MAX_VALUE) {
                throw new ModelException(file + " has " + in.getChannel().size()
                        + " bytes but a graph has at most 2147483647; its weights belong into a second file.");
            }
            return of(GraphProto.of(bytes(in)));
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read; check that you may read it.", e);
        } catch (MalformedGraphException e) {
            throw e.of(file);
        }
    }

    /**
     * A graph without weights is in the heap, which is read faster in a JVM that has just started. A channel
     * would take as much direct memory to read it.
     */
    private static ByteBuffer bytes(FileInputStream file) throws IOException {
        long size = file.getChannel().size();
        return size > SMALL
                ? file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, size)
                : ByteBuffer.wrap(file.readAllBytes());
    }

    /** Reads the parts of a file. */
    static GraphScan of(GraphProto parts) {
        GraphScan scan = new GraphScan(parts);
        Set<String> weights = new HashSet<>();
        for (GraphProto.Field field : parts.fields()) {
            switch (field.number()) {
                case GraphProto.NODE -> scan.outermost(field.node());
                case GraphProto.INITIALIZER -> {
                    scan.initializer(field.external());
                    weights.add(field.name());
                }
                case GraphProto.INPUT -> scan.port(field, scan.inputs);
                case GraphProto.OUTPUT -> scan.port(field, scan.outputs);
                default -> {}
            }
        }
        scan.inputs.keySet().removeAll(weights);
        return scan;
    }

    private void port(GraphProto.Field field, Map<String, Port> ports) {
        ports.put(field.port().name(), field.port());
    }

    private void outermost(GraphNode node) {
        outermost.add(node);
        node(node, 0);
    }

    private void node(GraphNode node, int depth) {
        nodes.add(node);
        for (ByteBuffer branch : node.subgraphs()) {
            branch(branch, depth + 1);
        }
    }

    private void branch(ByteBuffer bytes, int depth) {
        if (depth > MOST_BRANCHES) {
            throw new MalformedGraphException("branches nested deeper than " + MOST_BRANCHES);
        }
        ProtoReader graph = new ProtoReader(bytes);
        while (graph.next()) {
            switch (graph.field()) {
                case GraphProto.NODE -> node(GraphNode.read(graph.bytes()), depth);
                case GraphProto.INITIALIZER -> initializer(ExternalTensor.read(graph.bytes()));
                default -> graph.skip();
            }
        }
    }

    private void initializer(@Nullable ExternalTensor tensor) {
        if (tensor != null) {
            external.add(tensor);
        }
    }

    /** What it was read from. */
    GraphProto parts() {
        return parts;
    }

    /** All operators, those of branches included. */
    List<GraphNode> nodes() {
        return nodes;
    }

    /** The operators of the graph itself. */
    List<GraphNode> outermost() {
        return outermost;
    }

    /** As the file declares them, without weights. */
    Map<String, Port> inputs() {
        return inputs;
    }

    Map<String, Port> outputs() {
        return outputs;
    }

    /** Whether another graph has the same inputs and outputs, by name. */
    boolean hasPortsOf(GraphScan other) {
        return inputs.keySet().equals(other.inputs.keySet()) && outputs.keySet().equals(other.outputs.keySet());
    }

    /** Weights in other files. */
    List<ExternalTensor> external() {
        return external;
    }

    /**
     * State inputs, each with its output, that one operator alone reads and appends to: input and output may then be one
     * buffer. The operator wants that of its keys and values or of neither.
     */
    Map<String, String> appendedInPlace() {
        Set<String> read = new HashSet<>();
        Set<String> readAgain = new HashSet<>();
        for (GraphNode node : nodes) {
            for (String input : node.inputs()) {
                if (!read.add(input)) {
                    readAgain.add(input);
                }
            }
        }
        Map<String, String> pairs = new HashMap<>();
        for (GraphNode node : nodes) {
            boolean keys = !readAgain.contains(node.input(3)) && isState(node.input(3), node.output(1));
            boolean values = !readAgain.contains(node.input(4)) && isState(node.input(4), node.output(2));
            if (node.operator().equals(APPENDING) && keys && values) {
                pairs.put(node.input(3), node.output(1));
                pairs.put(node.input(4), node.output(2));
            }
        }
        return pairs;
    }

    /** Inputs that an operator takes for the index of the last position. */
    Set<String> lastIndexes() {
        Set<String> indexes = new HashSet<>();
        for (GraphNode node : nodes) {
            if (node.operator().equals(APPENDING) && inputs.containsKey(node.input(5))) {
                indexes.add(node.input(5));
            }
        }
        return indexes;
    }

    private boolean isState(String past, String present) {
        return inputs.containsKey(past) && outputs.containsKey(present);
    }
}
