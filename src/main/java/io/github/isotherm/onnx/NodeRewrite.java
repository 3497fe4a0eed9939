package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Puts other nodes in the place of each, in the branches of nodes too. */
final class NodeRewrite {
    private static final int ATTRIBUTE = 5;
    private static final int BRANCH = 6;

    private final Function<GraphProto.Field, List<GraphProto.Field>> change;

    /** {@code change} gives what stands for a node: itself where that stays. */
    NodeRewrite(Function<GraphProto.Field, List<GraphProto.Field>> change) {
        this.change = change;
    }

    GraphProto of(GraphProto graph) {
        return graph.with(fields(graph.fields()));
    }

    /** The nodes of functions too. */
    GraphProto everywhere(GraphProto model) {
        List<ByteBuffer> around = new ArrayList<>(model.around().size());
        for (ByteBuffer part : model.around()) {
            GraphProto.Field field = GraphProto.cut(part).get(0);
            around.add(field.number() == GraphProto.FUNCTION ? function(field.value()) : part);
        }
        return new GraphProto(around, fields(model.fields()));
    }

    private ByteBuffer function(ByteBuffer function) {
        ProtoWriter message = new ProtoWriter();
        for (GraphProto.Field part : GraphProto.cut(function)) {
            if (part.number() == GraphProto.FUNCTION_NODE) {
                for (GraphProto.Field node : changed(part)) {
                    message.message(GraphProto.FUNCTION_NODE, new ProtoWriter().fields(node.value()));
                }
            } else {
                message.fields(part.whole());
            }
        }
        return new ProtoWriter().message(GraphProto.FUNCTION, message).bytes();
    }

    private List<GraphProto.Field> changed(GraphProto.Field node) {
        return change.apply(node.node().subgraphs().isEmpty() ? node : withBranches(node));
    }

    private List<GraphProto.Field> fields(List<GraphProto.Field> fields) {
        List<GraphProto.Field> changed = new ArrayList<>(fields.size());
        for (GraphProto.Field field : fields) {
            if (field.number() == GraphProto.NODE) {
                changed.addAll(changed(field));
            } else {
                changed.add(field);
            }
        }
        return changed;
    }

    private GraphProto.Field withBranches(GraphProto.Field node) {
        ProtoWriter message = new ProtoWriter();
        for (GraphProto.Field part : GraphProto.cut(node.value())) {
            if (part.number() == ATTRIBUTE) {
                message.message(ATTRIBUTE, attribute(part.value()));
            } else {
                message.fields(part.whole());
            }
        }
        return GraphProto.Field.of(GraphProto.NODE, message);
    }

    private ProtoWriter attribute(ByteBuffer attribute) {
        ProtoWriter message = new ProtoWriter();
        for (GraphProto.Field part : GraphProto.cut(attribute)) {
            if (part.number() == BRANCH) {
                message.message(BRANCH, branch(part.value()));
            } else {
                message.fields(part.whole());
            }
        }
        return message;
    }

    private ProtoWriter branch(ByteBuffer graph) {
        ProtoWriter message = new ProtoWriter();
        for (GraphProto.Field field : fields(GraphProto.cut(graph))) {
            message.fields(field.whole());
        }
        return message;
    }
}
