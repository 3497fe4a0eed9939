package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's bytes, cut into the fields of its graph. Nothing is copied.
 *
 * @param around the fields of the model that are not its graph
 * @param fields those of the graph, in order
 */
record GraphProto(List<ByteBuffer> around, List<Field> fields) {
    static final int NODE = 1;
    static final int INITIALIZER = 5;
    static final int INPUT = 11;
    static final int OUTPUT = 12;
    static final int VALUE_INFO = 13;
    private static final int GRAPH = 7;

    /**
     * One field of the graph.
     *
     * @param number which
     * @param whole with its tag
     * @param value what it holds, empty where that is a number
     */
    record Field(int number, ByteBuffer whole, ByteBuffer value) {
        /** A new one. */
        static Field of(int number, ProtoWriter message) {
            return new Field(number, new ProtoWriter().message(number, message).bytes(), message.bytes());
        }
    }

    /**
     * Cuts a model.
     *
     * @throws IllegalArgumentException when there is no graph in it, and as other exceptions of {@link ProtoReader} when it is
     *     damaged
     */
    static GraphProto of(ByteBuffer model) {
        List<ByteBuffer> around = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        boolean found = false;
        for (Field field : cut(model)) {
            if (field.number == GRAPH) {
                fields.addAll(cut(field.value));
                found = true;
            } else {
                around.add(field.whole);
            }
        }
        if (!found) {
            throw new IllegalArgumentException("no graph");
        }
        return new GraphProto(around, fields);
    }

    static List<Field> cut(ByteBuffer message) {
        List<Field> fields = new ArrayList<>();
        ProtoReader reader = new ProtoReader(message);
        for (int from = 0; reader.next(); from = reader.position()) {
            ByteBuffer value = DirectMemory.NONE;
            if (reader.isBytes()) {
                value = reader.bytes();
            } else {
                reader.skip();
            }
            fields.add(new Field(reader.field(), reader.since(from), value));
        }
        return fields;
    }

    /** The same model with other fields of its graph. */
    GraphProto with(List<Field> others) {
        return new GraphProto(around, others);
    }

    /** The model. */
    ProtoWriter model() {
        ProtoWriter graph = new ProtoWriter();
        fields.forEach(field -> graph.fields(field.whole));
        ProtoWriter model = new ProtoWriter();
        around.forEach(model::fields);
        return model.message(GRAPH, graph);
    }
}
