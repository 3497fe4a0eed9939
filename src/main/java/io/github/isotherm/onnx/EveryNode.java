package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** All operators of a model: those of its graph, of branches, and of functions. */
final class EveryNode {
    private static final int NAME = 3;

    private final List<GraphProto.Field> found = new ArrayList<>();

    private EveryNode() {}

    static List<GraphProto.Field> of(GraphProto model) {
        EveryNode every = new EveryNode();
        every.add(model.fields(), GraphProto.NODE);
        for (ByteBuffer part : model.around()) {
            for (GraphProto.Field field : GraphProto.cut(part)) {
                if (field.number() == GraphProto.FUNCTION) {
                    every.add(GraphProto.cut(field.value()), GraphProto.FUNCTION_NODE);
                }
            }
        }
        return every.found;
    }

    private void add(List<GraphProto.Field> fields, int number) {
        for (GraphProto.Field field : fields) {
            if (field.number() == number) {
                found.add(field);
                for (ByteBuffer branch : field.node().subgraphs()) {
                    add(GraphProto.cut(branch), GraphProto.NODE);
                }
            }
        }
    }

    /** What to call one in a sentence. */
    static String label(GraphProto.Field node) {
        String name = new ProtoReader(node.value()).textOf(NAME);
        return name.isEmpty() ? "the node with the output " + node.node().output(0) : "node " + name;
    }
}
