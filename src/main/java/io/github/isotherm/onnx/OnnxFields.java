package io.github.isotherm.onnx;

import java.util.List;

/** Makes parts of graphs in the words of ONNX's protobuf. */
final class OnnxFields {
    static final int INT32 = 6;
    static final int INT64 = 7;
    private static final int WHOLE_NUMBER = 2;

    private OnnxFields() {}

    /** An operator of ONNX's own with one output and an axis, named after its output. */
    static GraphProto.Field node(String operator, List<String> inputs, String output, int axis) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, SlotLayout.value(output, operator)).text(4, operator);
        node.message(5, new ProtoWriter().text(1, "axis").number(3, axis).number(20, WHOLE_NUMBER));
        return GraphProto.Field.of(GraphProto.NODE, node);
    }

    /** The same operator with another name, other inputs and outputs. */
    static GraphProto.Field withPorts(GraphProto.Field field, String name, List<String> inputs, List<String> outputs) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(3, name);
        GraphProto.cut(field.value()).stream()
                .filter(part -> part.number() > 3)
                .forEach(part -> node.fields(part.whole()));
        return GraphProto.Field.of(GraphProto.NODE, node);
    }

    /** An input or output with another name. */
    static GraphProto.Field renamed(GraphProto.Field field, String name) {
        ProtoWriter value = new ProtoWriter().text(1, name);
        GraphProto.cut(field.value()).stream()
                .filter(part -> part.number() > 1)
                .forEach(part -> value.fields(part.whole()));
        return GraphProto.Field.of(field.number(), value);
    }

    /** A list of numbers of any length. */
    static GraphProto.Field input(String name, int type, String symbol) {
        ProtoWriter dim = symbol.isEmpty() ? new ProtoWriter() : new ProtoWriter().text(2, symbol);
        return input(name, type, dim);
    }

    /** A list of so many numbers. */
    static GraphProto.Field input(String name, int type, int size) {
        return input(name, type, new ProtoWriter().number(1, size));
    }

    private static GraphProto.Field input(String name, int type, ProtoWriter dim) {
        ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, new ProtoWriter().message(1, dim));
        ProtoWriter value = new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
        return GraphProto.Field.of(GraphProto.INPUT, value);
    }

    /** A constant of one number, {@code [1]}. */
    static ProtoWriter wholeNumber(String name, long value) {
        return new ProtoWriter().number(1, 1).number(2, INT64).number(7, value).text(8, name);
    }
}
