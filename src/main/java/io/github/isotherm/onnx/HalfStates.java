package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.github.isotherm.error.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Rewrites a graph so that its keys and values are kept in 16 bits. The attention operator takes them only with queries of 16 bits:
 * so what it reads is rounded before it, and what it gives is widened behind it. It computes in 32 bits, and unlike with 32-bit
 * states it has one kernel for any number of tokens but one.
 */
final class HalfStates {
    /** Queries, keys, values; then the states; two numbers; the rotary tables; positions; a bias. */
    private static final Set<Integer> ROUNDED = Set.of(0, 1, 2, 7, 8, 10);

    private static final int TABLES = 7;

    private final List<GraphProto.Field> fields = new ArrayList<>();
    private final Set<String> tables = new HashSet<>();

    private HalfStates() {}

    /**
     * The same graph with 16-bit states; itself where they are that.
     *
     * @param file which, for the error
     * @throws ModelException when its states are neither floats of 32 nor of 16 bits that attention appends to
     */
    static GraphScan rewritten(GraphScan scan, Path file) {
        Map<String, String> states = scan.appendedInPlace();
        if (states.isEmpty()) {
            throw refused(file);
        }
        Set<OnnxJavaType> types = new HashSet<>();
        for (String state : states.keySet()) {
            types.add(Objects.requireNonNull(scan.inputs().get(state)).type());
        }
        if (types.equals(Set.of(OnnxJavaType.FLOAT16))) {
            return scan;
        }
        if (!types.equals(Set.of(OnnxJavaType.FLOAT))) {
            throw refused(file);
        }
        HalfStates half = new HalfStates();
        for (GraphProto.Field field : scan.parts().fields()) {
            half.add(field, states);
        }
        return GraphScan.of(scan.parts().with(half.fields));
    }

    static ModelException refused(Path file) {
        return new ModelException(
                "The graph " + file
                        + " has no keys and values that could be kept in 16 bits; leave them as the file has them (--kv-type file).");
    }

    private void add(GraphProto.Field field, Map<String, String> states) {
        switch (field.number()) {
            case GraphProto.NODE -> {
                if (field.node().operator().equals(GraphScan.APPENDING)) {
                    attend(field);
                } else {
                    fields.add(field);
                }
            }
            case GraphProto.INPUT ->
                addPort(field, states.containsKey(field.port().name()));
            case GraphProto.OUTPUT ->
                addPort(field, states.containsValue(field.port().name()));
            default -> fields.add(field);
        }
    }

    private void addPort(GraphProto.Field field, boolean state) {
        fields.add(state ? OnnxFields.withType(field, OnnxFields.HALF) : field);
    }

    private void attend(GraphProto.Field field) {
        GraphNode node = field.node();
        String result = node.output(0);
        List<String> inputs = new ArrayList<>(node.inputs());
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i);
            if (ROUNDED.contains(i) && !input.isEmpty()) {
                String rounded = SlotLayout.value(i < TABLES ? result : input, "half." + (i < TABLES ? i : 0));
                if (i < TABLES || tables.add(input)) {
                    fields.add(cast(input, rounded, OnnxFields.HALF));
                }
                inputs.set(i, rounded);
            }
        }
        List<String> outputs = new ArrayList<>(node.outputs());
        outputs.set(0, SlotLayout.value(result, "half"));
        fields.add(OnnxFields.withPorts(field, SlotLayout.value(result, "halves"), inputs, outputs));
        fields.add(cast(outputs.get(0), result, OnnxFields.FLOAT));
    }

    private static GraphProto.Field cast(String input, String output, long type) {
        return OnnxFields.node("Cast", List.of(input), output, Map.of("to", type));
    }
}
