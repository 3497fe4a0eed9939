package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All tensors of a model that are in other files, wherever ONNX has tensors: weights and sparse ones, attributes of operators, and
 * the same in branches, functions and what is told of training. What an operator is and does does not matter.
 */
final class EveryTensor {
    /** As deep as protobuf itself reads, whose limit counts each message. */
    private static final int MOST_NESTED = 100;

    /** The messages that hold tensors, and in which of their fields. */
    private enum Message {
        MODEL,
        TRAINING,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE,
        TENSOR
    }

    private static final Map<Message, Map<Integer, Message>> PARTS = Map.of(
            Message.MODEL, Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
            Message.TRAINING, Map.of(1, Message.GRAPH, 2, Message.GRAPH),
            Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE),
            Message.NODE, Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE,
                    Map.of(
                            5,
                            Message.TENSOR,
                            6,
                            Message.GRAPH,
                            10,
                            Message.TENSOR,
                            11,
                            Message.GRAPH,
                            22,
                            Message.SPARSE,
                            23,
                            Message.SPARSE),
            Message.SPARSE, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
            Message.TENSOR, Map.of());

    private final List<ExternalTensor> found = new ArrayList<>();

    private EveryTensor() {}

    /**
     * Of one model.
     *
     * @throws MalformedGraphException when its messages are damaged, or nested deeper than they may be
     */
    static List<ExternalTensor> of(GraphProto model) {
        EveryTensor every = new EveryTensor();
        for (GraphProto.Field field : model.fields()) {
            every.add(Message.GRAPH, field, 1);
        }
        for (ByteBuffer part : model.around()) {
            every.add(Message.MODEL, part, 0);
        }
        return every.found;
    }

    private void add(Message message, ByteBuffer bytes, int depth) {
        if (depth > MOST_NESTED) {
            throw new MalformedGraphException("messages nested deeper than " + MOST_NESTED);
        }
        if (message == Message.TENSOR) {
            ExternalTensor tensor = ExternalTensor.read(bytes);
            if (tensor != null) {
                found.add(tensor);
            }
            return;
        }
        for (GraphProto.Field field : GraphProto.cut(bytes)) {
            add(message, field, depth);
        }
    }

    private void add(Message message, GraphProto.Field field, int depth) {
        Message part = PARTS.getOrDefault(message, Map.of()).get(field.number());
        if (part != null) {
            add(part, field.value(), depth + 1);
        }
    }
}
