package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands in a rewritten graph instead of one attention: one for each slot, what gathers their tokens and what puts them together. */
final class AttentionRewrite {
    private static final int TABLES = 7;
    private static final int AFTER_TABLES = 9;
    private static final int POSITIONS = 9;
    private static final int BIAS = 10;

    /** Numbers by heads, {@code [heads, size]}. */
    private static final String BY_HEADS = SlotLayout.value("shape", "heads");

    /** Rows of what is gathered for them, {@code [1, rows, heads · size]}. */
    private static final String BY_ROWS = SlotLayout.value("shape", "rows");

    private final GraphProto.Field field;
    private final GraphNode node;
    private final SlotLayout layout;
    private final String result;
    private final Port ids;
    private final NamedShapes shapes = new NamedShapes();
    private final List<GraphProto.Field> fields = new ArrayList<>();

    /** {@code ids}: what tokens come as, whose dimensions give ours their names. */
    AttentionRewrite(GraphProto.Field field, SlotLayout layout, Port ids) {
        this.field = field;
        this.layout = layout;
        this.ids = ids;
        node = field.node();
        result = node.output(0);
    }

    /** What a rotary table with room for repeated tokens is called. */
    static String extended(String table) {
        return SlotLayout.value(table, "extended");
    }

    /** The constants that it reads. */
    static void addShapes(SlotLayout layout, List<GraphProto.Field> fields) {
        FoldedHeads folded = layout.folded();
        if (folded != null) {
            long size = folded.size();
            addShape(BY_HEADS, fields, -1, size);
            addShape(BY_ROWS, fields, 1, -1, folded.gathered() * size);
            addShape(SlotLayout.TOKENS, fields, 1, -1, folded.queries() * size);
        }
    }

    private static void addShape(String name, List<GraphProto.Field> fields, long... dims) {
        fields.add(GraphProto.Field.of(GraphProto.INITIALIZER, OnnxFields.wholeNumbers(name, dims)));
    }

    void addTo(List<GraphProto.Field> graph) {
        FoldedHeads folded = layout.folded();
        if (folded == null) {
            addRows();
        } else {
            addHeads(folded);
        }
        graph.addAll(fields);
        graph.addAll(shapes.fields());
    }

    /** The outputs one behind the other, and each token's from among them. */
    private void addRows() {
        List<String> results = new ArrayList<>();
        for (int slot = 0; slot < layout.rows(); slot++) {
            results.add(repeated(slot));
        }
        String all = results.get(0);
        if (results.size() > 1) {
            all = value("outputs");
            fields.add(OnnxFields.node("Concat", results, all, 1));
        }
        fields.add(OnnxFields.node("Gather", List.of(all, SlotLayout.UNPACK), result, 1));
    }

    /** The same by heads. */
    private void addHeads(FoldedHeads folded) {
        int size = folded.size();
        String heads = reshaped(node.input(0), BY_HEADS, value("heads"));
        name(folded, heads, SlotLayout.value("given", "heads"), size);
        List<String> results = new ArrayList<>();
        for (int slot = 0; slot < layout.slots(); slot++) {
            String output = layout.isFolded(slot) ? folded(folded, heads, slot) : repeated(slot);
            String byHeads = reshaped(output, BY_HEADS, value("output.heads." + slot));
            name(folded, byHeads, SlotLayout.value("output", "heads." + slot), size);
            results.add(byHeads);
        }
        String all = value("outputs");
        fields.add(OnnxFields.node("Concat", results, all, 0));
        name(folded, all, SlotLayout.value("output", "heads"), size);
        String tokens = value("tokens");
        fields.add(OnnxFields.node("Gather", List.of(all, SlotLayout.UNPACK), tokens, 0));
        reshaped(tokens, SlotLayout.TOKENS, result);
        name(folded, result, one(), ids.symbol(1), folded.queries() * size);
    }

    /** Of one sequence, by whatever name. */
    private Object one() {
        return ids.isOpen(0) && !ids.symbol(0).isEmpty() ? ids.symbol(0) : 1;
    }

    private void name(FoldedHeads folded, String value, Object... dims) {
        int type = folded.type() == OnnxJavaType.FLOAT16 ? OnnxFields.HALF : OnnxFields.FLOAT;
        if (!List.of(dims).contains("")) {
            shapes.add(value, type, List.of(dims));
        }
    }

    private String value(String part) {
        return SlotLayout.value(result, part);
    }

    private String reshaped(String input, String shape, String output) {
        fields.add(OnnxFields.node("Reshape", List.of(input, shape), output, Map.of()));
        return output;
    }

    private String gathered(String input, String indices, long axis, String output) {
        fields.add(OnnxFields.node("Gather", List.of(input, indices), output, axis));
        return output;
    }

    private String repeated(int slot) {
        List<String> inputs = new ArrayList<>(node.inputs());
        for (int i = 0; i < 3; i++) {
            if (!inputs.get(i).isEmpty()) {
                inputs.set(i, gathered(inputs.get(i), SlotLayout.rows(slot), 1, value("input." + i + "." + slot)));
            }
        }
        return attended(field, inputs, slot);
    }

    private String folded(FoldedHeads folded, String heads, int slot) {
        List<String> inputs = new ArrayList<>(node.inputs());
        while (inputs.size() <= BIAS) {
            inputs.add("");
        }
        String rows = gathered(heads, SlotLayout.heads(slot), 0, value("input.heads." + slot));
        inputs.set(0, reshaped(rows, BY_ROWS, value("input.0." + slot)));
        name(folded, inputs.get(0), 1, SlotLayout.value("rows", "" + slot), folded.gathered() * folded.size());
        for (int i = 1; i < 3; i++) {
            if (!inputs.get(i).isEmpty()) {
                inputs.set(i, gathered(inputs.get(i), SlotLayout.rows(slot), 1, value("input." + i + "." + slot)));
            }
        }
        inputs.set(POSITIONS, FoldedHeads.rotates(node) ? SlotLayout.positions(slot) : "");
        inputs.set(BIAS, SlotLayout.bias(slot));
        return attended(OnnxFields.withNumbers(field, Map.of("num_heads", (long) folded.keys())), inputs, slot);
    }

    private String attended(GraphProto.Field attention, List<String> inputs, int slot) {
        inputs.set(3, SlotLayout.state(slot, node.input(3)));
        inputs.set(4, SlotLayout.state(slot, node.input(4)));
        inputs.set(5, SlotLayout.last(slot));
        inputs.set(6, SlotLayout.total(slot));
        for (int i = TABLES; i < Math.min(AFTER_TABLES, inputs.size()); i++) {
            inputs.set(i, inputs.get(i).isEmpty() ? "" : extended(inputs.get(i)));
        }
        String output = value("output." + slot);
        List<String> outputs =
                List.of(output, SlotLayout.state(slot, node.output(1)), SlotLayout.state(slot, node.output(2)));
        fields.add(OnnxFields.withPorts(attention, value("slot." + slot), inputs, outputs));
        return output;
    }
}
