package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * Declares the shapes of values within a graph, by names where they are not known. ONNX Runtime lends the memory of a value that
 * is not needed any more to one of the same shape; those without a name match none, stay in its list, and make planning take
 * time by the square of their number.
 */
final class NamedShapes {
    private final List<GraphProto.Field> fields = new ArrayList<>();

    /** Dimensions are names or numbers. */
    void add(String value, int type, List<?> dims) {
        ProtoWriter shape = new ProtoWriter();
        for (Object dim : dims) {
            ProtoWriter one = new ProtoWriter();
            shape.message(1, dim instanceof Integer size ? one.number(1, size) : one.text(2, dim.toString()));
        }
        ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, shape);
        ProtoWriter declared = new ProtoWriter().text(1, value).message(2, new ProtoWriter().message(1, tensor));
        fields.add(GraphProto.Field.of(GraphProto.VALUE_INFO, declared));
    }

    List<GraphProto.Field> fields() {
        return fields;
    }
}
