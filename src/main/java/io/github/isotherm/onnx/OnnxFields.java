package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes parts of graphs in the words of ONNX's protobuf. */
final class OnnxFields {
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int FLOAT = 1;
    static final int HALF = 10;
    static final int UINT8 = 2;
    private static final int WHOLE_NUMBER = 2;
    private static final int WHOLE_NUMBERS = 7;
    private static final int ATTRIBUTE = 5;
    private static final int DECIMAL = 2;
    private static final int LIST = 8;
    private static final int VALUE_TYPE = 2;
    private static final int INT64_DATA = 7;
    private static final int RAW_DATA = 9;

    private OnnxFields() {}

    /** What ONNX calls floats of 32 or of 16 bits. */
    static int type(OnnxJavaType floats) {
        return floats == OnnxJavaType.FLOAT16 ? HALF : FLOAT;
    }

    /** An operator of ONNX's own with one output and an axis, named after its output. */
    static GraphProto.Field node(String operator, List<String> inputs, String output, long axis) {
        return node(operator, inputs, output, Map.of("axis", axis));
    }

    /** An operator of ONNX's own with one output, named after that. */
    static GraphProto.Field node(String operator, List<String> inputs, String output, Map<String, Long> numbers) {
        return node("", operator, inputs, output, numbers);
    }

    /** An operator with one output, named after that; the empty domain is ONNX's own. */
    static GraphProto.Field node(
            String domain, String operator, List<String> inputs, String output, Map<String, Long> numbers) {
        ProtoWriter node = new ProtoWriter();
        addTexts(node, 1, inputs);
        node.text(2, output).text(3, SlotLayout.value(output, operator)).text(4, operator);
        for (Map.Entry<String, Long> number : numbers.entrySet()) {
            node.message(ATTRIBUTE, attribute(number.getKey(), number.getValue()));
        }
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        String name = domain.isEmpty() ? operator : domain + "." + operator;
        return GraphProto.Field.of(node, new GraphNode(name, inputs, List.of(output), numbers, List.of()));
    }

    /** An operator of ONNX's own with several outputs and an axis, named after the first. */
    static GraphProto.Field node(String operator, List<String> inputs, List<String> outputs, long axis) {
        GraphProto.Field one = node(operator, inputs, outputs.get(0), axis);
        return withPorts(one, SlotLayout.value(outputs.get(0), operator), inputs, outputs);
    }

    /** An operator of ONNX's own with one output and a list of numbers. */
    static GraphProto.Field nodeOverAxis(
            String operator, String input, String output, long axis, Map<String, Long> numbers) {
        ProtoWriter axes = new ProtoWriter().text(1, "axes").number(LIST, axis).number(20, WHOLE_NUMBERS);
        ProtoWriter node = new ProtoWriter();
        node.fields(node("", operator, List.of(input), output, numbers).value()).message(ATTRIBUTE, axes);
        return GraphProto.Field.of(GraphProto.NODE, node);
    }

    static ProtoWriter attribute(String name, long value) {
        return new ProtoWriter().text(1, name).number(3, value).number(20, WHOLE_NUMBER);
    }

    /** An operator's attributes that are lists of numbers, by name. */
    static Map<String, List<Long>> lists(GraphProto.Field node) {
        Map<String, List<Long>> lists = new HashMap<>();
        for (GraphProto.Field part : GraphProto.cut(node.value())) {
            if (part.number() == ATTRIBUTE) {
                List<Long> numbers = list(new ProtoReader(part.value()));
                if (!numbers.isEmpty()) {
                    lists.put(new ProtoReader(part.value()).textOf(1), numbers);
                }
            }
        }
        return lists;
    }

    /** An operator's attribute that is a decimal number, 0 where it has none. */
    static float decimal(GraphProto.Field node, String name) {
        for (GraphProto.Field part : GraphProto.cut(node.value())) {
            if (part.number() == ATTRIBUTE
                    && new ProtoReader(part.value()).textOf(1).equals(name)) {
                ProtoReader attribute = new ProtoReader(part.value());
                while (attribute.next()) {
                    if (attribute.field() == DECIMAL) {
                        return Float.intBitsToFloat(attribute.fixed32());
                    }
                    attribute.skip();
                }
            }
        }
        return 0;
    }

    private static List<Long> list(ProtoReader attribute) {
        List<Long> numbers = new ArrayList<>();
        while (attribute.next()) {
            if (attribute.field() != LIST) {
                attribute.skip();
            } else {
                addNumbers(attribute, numbers);
            }
        }
        return numbers;
    }

    private static void addNumbers(ProtoReader field, List<Long> numbers) {
        if (!field.isBytes()) {
            numbers.add(field.varint());
            return;
        }
        ProtoReader packed = field.message();
        while (packed.hasMore()) {
            numbers.add(packed.varint());
        }
    }

    /** The same operator with some of its numbers others. */
    static GraphProto.Field withNumbers(GraphProto.Field field, Map<String, Long> numbers) {
        ProtoWriter node = new ProtoWriter();
        for (GraphProto.Field part : GraphProto.cut(field.value())) {
            if (part.number() != ATTRIBUTE || !numbers.containsKey(new ProtoReader(part.value()).textOf(1))) {
                node.fields(part.whole());
            }
        }
        for (Map.Entry<String, Long> number : numbers.entrySet()) {
            node.message(ATTRIBUTE, attribute(number.getKey(), number.getValue()));
        }
        GraphNode same = field.node();
        Map<String, Long> all = new HashMap<>(same.numbers());
        all.putAll(numbers);
        return GraphProto.Field.of(
                node, new GraphNode(same.operator(), same.inputs(), same.outputs(), all, same.subgraphs()));
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

    /** An input or output of a tensor with numbers of another type. */
    static GraphProto.Field withType(GraphProto.Field field, int type) {
        ProtoWriter value = new ProtoWriter();
        for (GraphProto.Field part : GraphProto.cut(field.value())) {
            if (part.number() == VALUE_TYPE) {
                value.message(VALUE_TYPE, new ProtoWriter().message(1, tensor(part, type)));
            } else {
                value.fields(part.whole());
            }
        }
        return GraphProto.Field.of(field.number(), value);
    }

    private static ProtoWriter tensor(GraphProto.Field valueType, int type) {
        ProtoWriter tensor = new ProtoWriter().number(1, type);
        for (GraphProto.Field kind : GraphProto.cut(valueType.value())) {
            if (kind.number() == 1) {
                addAfter(1, kind, tensor);
            }
        }
        return tensor;
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

    /** A tensor of any size, with the names of its dimensions; numbers are their own size. */
    static GraphProto.Field input(String name, int type, List<String> dims) {
        ProtoWriter shape = new ProtoWriter();
        for (String dim : dims) {
            boolean known = dim.chars().allMatch(Character::isDigit);
            shape.message(1, known ? new ProtoWriter().number(1, Long.parseLong(dim)) : new ProtoWriter().text(2, dim));
        }
        return inputOf(name, new ProtoWriter().number(1, type).message(2, shape));
    }

    private static GraphProto.Field input(String name, int type, ProtoWriter dim) {
        return inputOf(name, new ProtoWriter().number(1, type).message(2, new ProtoWriter().message(1, dim)));
    }

    private static GraphProto.Field inputOf(String name, ProtoWriter tensor) {
        ProtoWriter value = new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
        return GraphProto.Field.of(GraphProto.INPUT, value);
    }

    /** A constant of one number, {@code [1]}. */
    static ProtoWriter wholeNumber(String name, long value) {
        return wholeNumbers(name, value);
    }

    /** A constant list of numbers. */
    static ProtoWriter wholeNumbers(String name, long... values) {
        ProtoWriter tensor = new ProtoWriter().number(1, values.length).number(2, INT64);
        for (long value : values) {
            tensor.number(7, value);
        }
        return tensor.text(8, name);
    }

    /** The numbers of a constant list of them; empty where it has numbers of another type, or has them in a file. */
    static List<Long> wholeNumbers(ByteBuffer tensor) {
        ProtoReader reader = new ProtoReader(tensor);
        List<Long> numbers = new ArrayList<>();
        long type = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case VALUE_TYPE -> type = reader.varint();
                case INT64_DATA -> addNumbers(reader, numbers);
                case RAW_DATA -> {
                    LongBuffer raw =
                            reader.bytes().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
                    while (raw.hasRemaining()) {
                        numbers.add(raw.get());
                    }
                }
                default -> reader.skip();
            }
        }
        return type == INT64 ? numbers : List.of();
    }

    /** A constant, its values in the file's order of bytes; no dimensions: one number. */
    static ProtoWriter constant(String name, int type, ByteBuffer values, long... dims) {
        ProtoWriter tensor = new ProtoWriter();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        return tensor.number(2, type).text(8, name).message(9, new ProtoWriter().fields(values));
    }

    /** The same of floats. */
    static ProtoWriter floats(String name, float[] values, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, FLOAT, bytes, dims);
    }
}
