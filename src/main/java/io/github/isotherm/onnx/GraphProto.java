package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private static final int OPSET_IMPORT = 8;

    /** Of the model: a function. */
    static final int FUNCTION = 25;

    /** Of a function: an operator. */
    static final int FUNCTION_NODE = 7;

    /** One field of the graph. What it says is read once, and goes with it into a rewritten graph. */
    static final class Field {
        private static final int TENSOR_NAME = 8;

        private final int number;
        private final ByteBuffer whole;
        private final ByteBuffer value;
        private @Nullable GraphNode node;
        private @Nullable Port port;
        private @Nullable ExternalTensor external;
        private boolean externalRead;
        private @Nullable String name;

        /**
         * A field.
         *
         * @param number which
         * @param whole with its tag
         * @param value what it holds, empty where that is a number
         */
        Field(int number, ByteBuffer whole, ByteBuffer value) {
            this.number = number;
            this.whole = whole;
            this.value = value;
        }

        /** A new one. */
        static Field of(int number, ProtoWriter message) {
            ByteBuffer whole = new ProtoWriter().message(number, message).bytes();
            int size = Math.toIntExact(message.size());
            return new Field(number, whole, whole.slice(whole.limit() - size, size));
        }

        /** A new operator, which says what a node does. */
        static Field of(ProtoWriter message, GraphNode node) {
            Field field = of(NODE, message);
            field.node = node;
            return field;
        }

        int number() {
            return number;
        }

        ByteBuffer whole() {
            return whole;
        }

        ByteBuffer value() {
            return value;
        }

        /** Of a field that is an operator. */
        GraphNode node() {
            if (node == null) {
                node = GraphNode.read(value);
            }
            return node;
        }

        /** Of a field that is a weight: where it lies, null when in the graph. */
        @Nullable
        ExternalTensor external() {
            if (!externalRead) {
                external = ExternalTensor.read(value);
                externalRead = true;
            }
            return external;
        }

        /** Of a field that is an input or output. */
        Port port() {
            if (port == null) {
                port = Port.read(value);
            }
            return port;
        }

        /** Of a field that is a weight. */
        String name() {
            if (name == null) {
                name = new ProtoReader(value).textOf(TENSOR_NAME);
            }
            return name;
        }
    }

    /**
     * Cuts a model.
     *
     * @throws MalformedGraphException when there is no graph in it, or it is damaged
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
            throw new MalformedGraphException("no graph");
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

    /** The version of ONNX's own operators, 0 where it is not said. */
    int opset() {
        for (ByteBuffer part : around) {
            ProtoReader field = new ProtoReader(part);
            if (field.next() && field.field() == OPSET_IMPORT && field.isBytes()) {
                int version = opset(field.message());
                if (version > 0) {
                    return version;
                }
            }
        }
        return 0;
    }

    private static int opset(ProtoReader imported) {
        String domain = "";
        long version = 0;
        while (imported.next()) {
            switch (imported.field()) {
                case 1 -> domain = imported.text();
                case 2 -> version = imported.varint();
                default -> imported.skip();
            }
        }
        return domain.isEmpty() || domain.equals("ai.onnx") ? Math.toIntExact(version) : 0;
    }

    /** The same model with other fields of its graph. */
    GraphProto with(List<Field> others) {
        return new GraphProto(around, others);
    }

    /** The model. */
    ProtoWriter model() {
        ProtoWriter graph = new ProtoWriter();
        for (Field field : fields) {
            graph.fields(field.whole);
        }
        ProtoWriter model = new ProtoWriter();
        for (ByteBuffer part : around) {
            model.fields(part);
        }
        return model.message(GRAPH, graph);
    }
}
