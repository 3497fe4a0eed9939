package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which operator of a graph reads what others make. Names that branches read from outside count as read by their operator. */
final class GraphFlow {
    private final List<GraphNode> nodes;
    private final Map<String, GraphNode> makers = new HashMap<>();
    private final Map<String, List<GraphNode>> readers = new HashMap<>();
    private final IdentityHashMap<GraphNode, Collection<String>> reads = new IdentityHashMap<>();

    /** Most graphs are walked from what is made to what is read only. */
    private boolean readersKnown;

    /** Of the operators of a graph itself, those of branches left out. */
    GraphFlow(List<GraphNode> nodes) {
        this.nodes = nodes;
        for (GraphNode node : nodes) {
            for (String output : node.outputs()) {
                makers.put(output, node);
            }
            reads.put(node, readBy(node));
        }
    }

    /** What is left out has the empty name. */
    private static Collection<String> readBy(GraphNode node) {
        if (node.subgraphs().isEmpty() && !node.inputs().contains("")) {
            return node.inputs();
        }
        Set<String> names = new LinkedHashSet<>(node.inputs());
        for (ByteBuffer branch : node.subgraphs()) {
            addReads(branch, names);
        }
        names.remove("");
        return names;
    }

    private void addReader(String name, GraphNode node) {
        List<GraphNode> some = readers.get(name);
        if (some == null) {
            some = new ArrayList<>();
            readers.put(name, some);
        }
        some.add(node);
    }

    private static void addReads(ByteBuffer branch, Set<String> names) {
        ProtoReader graph = new ProtoReader(branch);
        while (graph.next()) {
            if (graph.field() == GraphProto.NODE) {
                GraphNode node = GraphNode.read(graph.bytes());
                names.addAll(node.inputs());
                for (ByteBuffer inner : node.subgraphs()) {
                    addReads(inner, names);
                }
            } else if (graph.field() == GraphProto.OUTPUT) {
                names.add(new ProtoReader(graph.bytes()).textOf(1));
            } else {
                graph.skip();
            }
        }
    }

    /** The operator that makes a value, null for inputs and weights. */
    @Nullable
    GraphNode maker(String value) {
        return makers.get(value);
    }

    List<GraphNode> readers(String value) {
        if (!readersKnown) {
            readersKnown = true;
            for (GraphNode node : nodes) {
                for (String name : reads(node)) {
                    addReader(name, node);
                }
            }
        }
        return readers.getOrDefault(value, List.of());
    }

    boolean isRead(String value) {
        for (GraphNode node : nodes) {
            if (reads(node).contains(value)) {
                return true;
            }
        }
        return false;
    }

    /** All names that an operator reads. */
    Collection<String> reads(GraphNode node) {
        return reads.getOrDefault(node, Set.of());
    }

    /** Whether none of some inputs has a part in a value. */
    boolean isConstant(String value, Collection<String> inputs) {
        if (inputs.contains(value)) {
            return false;
        }
        for (GraphNode node : needed(List.of(value))) {
            for (String name : reads(node)) {
                if (inputs.contains(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** All values that some values have a part in, themselves included; operators of some kinds are not passed. */
    Set<String> reached(Collection<String> values, Set<String> walls) {
        Set<String> reached = new HashSet<>(values);
        Deque<String> open = new ArrayDeque<>(values);
        while (!open.isEmpty()) {
            for (GraphNode reader : readers(open.pop())) {
                for (String output : reader.outputs()) {
                    if (!walls.contains(reader.operator()) && reached.add(output)) {
                        open.push(output);
                    }
                }
            }
        }
        return reached;
    }

    /** All operators that some values need. */
    Set<GraphNode> needed(Collection<String> values) {
        Set<GraphNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<String> open = new ArrayDeque<>(values);
        while (!open.isEmpty()) {
            GraphNode maker = maker(open.pop());
            if (maker != null && needed.add(maker)) {
                open.addAll(reads(maker));
            }
        }
        return needed;
    }

    List<GraphNode> nodes() {
        return nodes;
    }
}
