package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Another processor's kernel: in the place of products that round, operators that round otherwise, and products of floats.
 *
 * @param block how many numbers it rounds together
 * @param cut whether it cuts what is beyond the point, instead of rounding to the nearest
 */
record EmulatedKernel(int block, boolean cut) {
    static Stream<EmulatedKernel> all() {
        return Stream.of(
                new EmulatedKernel(32, false),
                new EmulatedKernel(16, false),
                new EmulatedKernel(64, false),
                new EmulatedKernel(32, true),
                new EmulatedKernel(64, true));
    }

    GraphProto instead(GraphProto graph) {
        Map<String, ProtoWriter> constants = new LinkedHashMap<>();
        Set<String> made = new HashSet<>();
        List<GraphProto.Field> fields = new ArrayList<>(new NodeRewrite(field -> instead(field, constants, made))
                .of(graph)
                .fields());
        constants.values().forEach(one -> fields.add(GraphProto.Field.of(GraphProto.INITIALIZER, one)));
        return graph.with(fields);
    }

    private List<GraphProto.Field> instead(
            GraphProto.Field field, Map<String, ProtoWriter> constants, Set<String> made) {
        if (ExactActivations.products(List.of(field.node())) == 0) {
            return List.of(field);
        }
        Product product = Product.of(field.node());
        List<GraphProto.Field> nodes = new ArrayList<>();
        String rounded = product.rows() + "/emulated";
        if (made.add(rounded)) {
            add(product, rounded, nodes, constants);
        }
        List<String> inputs = new ArrayList<>(product.node().inputs());
        inputs.set(0, rounded);
        GraphProto.Field floats = OnnxFields.withPorts(
                field, product.result(), inputs, product.node().outputs());
        nodes.add(OnnxFields.withNumbers(floats, Map.of("accuracy_level", 1L)));
        return nodes;
    }

    private void add(
            Product product, String rounded, List<GraphProto.Field> nodes, Map<String, ProtoWriter> constants) {
        Nodes to = new Nodes(rounded, nodes, constants);
        int inner = product.inner();
        int filled = (inner + block - 1) / block * block;
        String flat = to.node("Reshape", "flat", Map.of(), product.rows(), to.list(-1, inner));
        String whole = to.node("Pad", "whole", Map.of(), flat, to.list(0, 0, 0, filled - inner));
        String blocks = to.node("Reshape", "blocks", Map.of(), whole, to.list(-1, block));
        String magnitudes = to.node("Abs", "magnitudes", Map.of(), blocks);
        String largest = to.node("ReduceMax", "largest", Map.of("keepdims", 1L), magnitudes, to.list(-1));
        String step = to.node("Mul", "step", Map.of(), largest, to.number(1f / 127));
        String divisor = to.node("Max", "divisor", Map.of(), step, to.number(Float.MIN_NORMAL));
        String steps = to.node("Div", "steps", Map.of(), blocks, divisor);
        String counts = cut ? to.cut(steps) : to.node("Round", "counts", Map.of(), steps);
        String values = to.node("Mul", "values", Map.of(), counts, divisor);
        String rows = to.node("Reshape", "rows", Map.of(), values, to.list(-1, filled));
        String cutRows = to.node("Slice", "cut", Map.of(), rows, to.list(0), to.list(inner), to.list(1));
        String shape = to.node("Shape", "shape", Map.of(), product.rows());
        nodes.add(OnnxFields.node("Reshape", List.of(cutRows, shape), rounded, Map.of()));
    }

    /** What is added for one value. */
    private record Nodes(String name, List<GraphProto.Field> nodes, Map<String, ProtoWriter> constants) {
        String node(String operator, String part, Map<String, Long> numbers, String... inputs) {
            String output = name + "/" + part;
            nodes.add(OnnxFields.node(operator, List.of(inputs), output, numbers));
            return output;
        }

        String cut(String steps) {
            String down = node("Floor", "down", Map.of(), node("Abs", "size", Map.of(), steps));
            return node("Mul", "counts", Map.of(), down, node("Sign", "sign", Map.of(), steps));
        }

        String list(long... numbers) {
            String constant = "emulated/" + java.util.Arrays.toString(numbers);
            constants.computeIfAbsent(constant, key -> OnnxFields.wholeNumbers(key, numbers));
            return constant;
        }

        String number(float value) {
            String constant = "emulated/" + value;
            constants.computeIfAbsent(constant, key -> OnnxFields.floats(key, new float[] {value}));
            return constant;
        }
    }
}
