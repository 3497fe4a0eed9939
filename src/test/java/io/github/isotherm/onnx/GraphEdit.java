package io.github.isotherm.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Copies of a graph that differ in some places. */
record GraphEdit(GraphProto graph) {
    private static final int IR_VERSION = 1;
    private static final int OPSET_IMPORT = 8;

    static GraphEdit of(Path file) throws IOException {
        return new GraphEdit(GraphProto.of(ByteBuffer.wrap(Files.readAllBytes(file))));
    }

    /** All operators of a type with another attribute. */
    GraphEdit number(String operator, String attribute, long value) {
        return attribute(operator, attribute, OnnxFields.attribute(attribute, value));
    }

    /** The same with the attribute's bytes. */
    GraphEdit attribute(String operator, String name, ProtoWriter attribute) {
        return new GraphEdit(new NodeRewrite(node ->
                        List.of(node.node().operator().equals(operator) ? changed(node, name, attribute) : node))
                .everywhere(graph));
    }

    private static GraphProto.Field changed(GraphProto.Field node, String name, ProtoWriter attribute) {
        ProtoWriter message = new ProtoWriter();
        message.fields(NewerAttributes.without(
                        node, new NewerAttributes.Row(node.node().operator(), name, Set.of(), ""))
                .value());
        return GraphProto.Field.of(GraphProto.NODE, message.message(WrittenAttribute.FIELD, attribute));
    }

    /** All operators of a type as another. */
    GraphEdit operator(String operator, String domain, String type) {
        return new GraphEdit(new NodeRewrite(
                        node -> List.of(node.node().operator().equals(operator) ? typed(node, domain, type) : node))
                .everywhere(graph));
    }

    private static GraphProto.Field typed(GraphProto.Field node, String domain, String type) {
        ProtoWriter message = new ProtoWriter().text(4, type).text(7, domain);
        for (GraphProto.Field part : GraphProto.cut(node.value())) {
            if (part.number() != 4 && part.number() != 7) {
                message.fields(part.whole());
            }
        }
        return GraphProto.Field.of(GraphProto.NODE, message);
    }

    GraphEdit irVersion(long version) {
        return around(part -> part != IR_VERSION, new ProtoWriter().number(IR_VERSION, version));
    }

    /** With a domain's version too; ONNX's own, the empty one, is the only one left then. */
    GraphEdit opset(String domain, long version) {
        ProtoWriter imported = new ProtoWriter().text(1, domain).number(2, version);
        boolean only = domain.isEmpty();
        return around(part -> !only || part != OPSET_IMPORT, new ProtoWriter().message(OPSET_IMPORT, imported));
    }

    private GraphEdit around(IntPredicate kept, ProtoWriter added) {
        List<ByteBuffer> around = new ArrayList<>();
        for (ByteBuffer part : graph.around()) {
            if (kept.test(GraphProto.cut(part).get(0).number())) {
                around.add(part);
            }
        }
        around.add(added.bytes());
        return new GraphEdit(new GraphProto(around, graph.fields()));
    }

    void write(Path file) throws IOException {
        Files.write(file, graph.model().bytes().array());
    }
}
