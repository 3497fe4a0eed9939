package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What ONNX Runtime does not tell about a graph, read from the file itself. Used once. */
final class GraphScan {
    /**
     * Its past is input 3 (keys) and 4 (values), its present output 1 and 2. Input 5 is the index of the last position,
     * whatever exporters call it.
     */
    private static final String APPENDING = "com.microsoft.GroupQueryAttention";

    private final List<GraphNode> nodes = new ArrayList<>();
    private final List<ExternalTensor> external = new ArrayList<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> outputs = new HashSet<>();

    private GraphScan() {}

    /**
     * Reads a file.
     *
     * @throws ModelException when it is not a whole ONNX file
     */
    static GraphScan of(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new ModelException(file + " has " + channel.size()
                        + " bytes but a graph has at most 2147483647; its weights belong into a second file.");
            }
            GraphScan scan = new GraphScan();
            ProtoReader model = new ProtoReader(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            boolean found = false;
            while (model.next()) {
                if (model.field() == 7) {
                    scan.graph(model.bytes(), true);
                    found = true;
                } else {
                    model.skip();
                }
            }
            if (!found) {
                throw damaged(file, new IllegalArgumentException("no graph"));
            }
            return scan;
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read; check that you may read it.", e);
        } catch (IllegalArgumentException
                | java.nio.BufferUnderflowException
                | IndexOutOfBoundsException
                | ArithmeticException e) {
            throw damaged(file, e);
        }
    }

    private static ModelException damaged(Path file, Throwable cause) {
        return new ModelException(file + " is not a whole ONNX file; copy or download it again.", cause);
    }

    private void graph(ByteBuffer bytes, boolean main) {
        ProtoReader graph = new ProtoReader(bytes);
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> node(GraphNode.read(graph.bytes()));
                case 5 -> initializer(ExternalTensor.read(graph.bytes()));
                case 11 -> name(graph.message(), main ? inputs : new HashSet<>());
                case 12 -> name(graph.message(), main ? outputs : new HashSet<>());
                default -> graph.skip();
            }
        }
    }

    private void node(GraphNode node) {
        nodes.add(node);
        node.subgraphs().forEach(part -> graph(part, false));
    }

    private void initializer(@org.jspecify.annotations.Nullable ExternalTensor tensor) {
        if (tensor != null) {
            external.add(tensor);
        }
    }

    private static void name(ProtoReader value, Set<String> names) {
        while (value.next()) {
            if (value.field() == 1) {
                names.add(value.text());
            } else {
                value.skip();
            }
        }
    }

    /** All operators, those of branches included. */
    List<GraphNode> nodes() {
        return nodes;
    }

    /** Whether another graph has the same inputs and outputs, by name. */
    boolean hasPortsOf(GraphScan other) {
        return inputs.equals(other.inputs) && outputs.equals(other.outputs);
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
        Map<String, Integer> readers = new HashMap<>();
        nodes.forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        Map<String, String> pairs = new HashMap<>();
        for (GraphNode node : nodes) {
            boolean keys = readers.getOrDefault(node.input(3), 0) == 1 && isState(node.input(3), node.output(1));
            boolean values = readers.getOrDefault(node.input(4), 0) == 1 && isState(node.input(4), node.output(2));
            if (node.operator().equals(APPENDING) && keys && values) {
                pairs.put(node.input(3), node.output(1));
                pairs.put(node.input(4), node.output(2));
            }
        }
        return pairs;
    }

    /** Inputs that an operator takes for the index of the last position. */
    Set<String> lastIndexes() {
        return nodes.stream()
                .filter(node -> node.operator().equals(APPENDING))
                .map(node -> node.input(5))
                .filter(inputs::contains)
                .collect(Collectors.toSet());
    }

    private boolean isState(String past, String present) {
        return inputs.contains(past) && outputs.contains(present);
    }
}
