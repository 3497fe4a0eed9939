package io.github.isotherm.onnx;

import java.util.List;
import java.util.Map;

/** Makes parts of graphs in the words of ONNX's protobuf. */
final class OnnxFields {
    static final int INT32 = 6;
    static final int INT64 = 7;
    private static final int WHOLE_NUMBER = 2;

    private OnnxFields() {}

    /** An operator of ONNX's own with one output and an axis, named after its output. */
    static GraphProto.Field node(String operator, List<String> inputs, String output, int axis) {
        ProtoWriter node = new ProtoWriter();
        addTexts(node, 1, inputs);
        node.text(2, output).text(3, SlotLayout.value(output, operator)).text(4, operator);
        node.message(5, new ProtoWriter().text(1, "axis").number(3, axis).number(20, WHOLE_NUMBER));
        return GraphProto.Field.of(
                node, new GraphNode(operator, inputs, List.of(output), Map.of("axis", (long) axis), List.of()));
    }

    /** The same operator with another name, other inputs and outputs. */
    static GraphProto.Field withPorts(GraphProto.Field field, String name, List<String> inputs, List<String> outputs) {
        ProtoWriter node = new ProtoWriter();
        addTexts(node, 1, inputs);
        addTexts(node, 2, outputs);
        node.text(3, name);
        addAfter(3, field, node);
        GraphNode same = field.node();
        return GraphProto.Field.of(
                node, new GraphNode(same.operator(), inputs, outputs, same.numbers(), same.subgraphs()));
    }

    /** An input or output with another name. */
    static GraphProto.Field renamed(GraphProto.Field field, String name) {
        ProtoWriter value = new ProtoWriter().text(1, name);
        addAfter(1, field, value);
        return GraphProto.Field.of(field.number(), value);
    }

    private static void addTexts(ProtoWriter message, int number, List<String> texts) {
        for (String text : texts) {
            message.text(number, text);
        }
    }

    /** Those parts of a field that come after a number. */
    private static void addAfter(int number, GraphProto.Field field, ProtoWriter message) {
        for (GraphProto.Field part : GraphProto.cut(field.value())) {
            if (part.number() > number) {
                message.fields(part.whole());
            }
        }
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
