package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.Collections;
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

    /** Outputs of as many heads, {@code [1, parts, heads · size]}. */
    private static final String BY_PARTS = SlotLayout.value("shape", "parts");

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
            addShape(BY_PARTS, fields, 1, -1, folded.keys() * size);
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

    /** The same by heads: those of all slots are gathered at once, and put together at once. */
    private void addHeads(FoldedHeads folded) {
        int size = folded.size();
        int part = folded.keys() * size;
        String given = reshaped(node.input(0), BY_HEADS, value("given"));
        name(folded, given, SlotLayout.value("given", "heads"), size);
        String heads = gathered(given, SlotLayout.HEADS, 0, value("heads"));
        String rows = reshaped(heads, BY_ROWS, value("rows"));
        name(folded, rows, 1, SlotLayout.FOLDED_ROWS, folded.gathered() * size);
        List<List<String>> inputs = inputs(folded, rows);
        List<String> results = new ArrayList<>();
        for (int slot = 0; slot < layout.slots(); slot++) {
            if (layout.isFolded(slot)) {
                results.add(folded(folded, inputs, slot));
            } else {
                String byParts = reshaped(repeated(slot), BY_PARTS, value("output.parts." + slot));
                name(folded, byParts, 1, SlotLayout.value("output", "parts." + slot), part);
                results.add(byParts);
            }
        }
        String all = value("outputs");
        fields.add(OnnxFields.node("Concat", results, all, 1));
        name(folded, all, 1, SlotLayout.value("output", "parts"), part);
        String outputs = reshaped(all, BY_HEADS, value("outputs.heads"));
        name(folded, outputs, SlotLayout.value("output", "heads"), size);
        reshaped(gathered(outputs, SlotLayout.UNPACK, 0, value("tokens")), SlotLayout.TOKENS, result);
        name(folded, result, one(), ids.symbol(1), folded.queries() * size);
    }

    /** Of each slot with heads as rows, the first three inputs of its attention. */
    private List<List<String>> inputs(FoldedHeads folded, String rows) {
        List<List<String>> inputs = new ArrayList<>();
        inputs.add(cut(folded, rows, 0, folded.gathered()));
        for (int i = 1; i < 3; i++) {
            String apart = node.input(i);
            inputs.add(
                    apart.isEmpty()
                            ? Collections.nCopies(layout.rows(), "")
                            : cut(
                                    folded,
                                    gathered(apart, SlotLayout.FOLDED_ROWS, 1, value("rows." + i)),
                                    i,
                                    folded.keys()));
        }
        return inputs;
    }

    /** Each slot's of rows of so many heads. */
    private List<String> cut(FoldedHeads folded, String rows, int input, int heads) {
        if (layout.rows() == 1) {
            return List.of(rows);
        }
        List<String> parts = new ArrayList<>();
        for (int slot = 0; slot < layout.rows(); slot++) {
            parts.add(value("input." + input + "." + slot));
            name(folded, parts.get(slot), 1, SlotLayout.value("rows", "" + slot), heads * folded.size());
        }
        fields.add(OnnxFields.node("Split", List.of(rows, SlotLayout.FOLDED_COUNTS), parts, 1));
        return parts;
    }

    /** Of one sequence, by whatever name. */
    private Object one() {
        return ids.isOpen(0) && !ids.symbol(0).isEmpty() ? ids.symbol(0) : 1;
    }

    private void name(FoldedHeads folded, String value, Object... dims) {
        if (!List.of(dims).contains("")) {
            shapes.add(value, OnnxFields.type(folded.type()), List.of(dims));
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

    private String folded(FoldedHeads folded, List<List<String>> rows, int slot) {
        List<String> inputs = new ArrayList<>(node.inputs());
        while (inputs.size() <= BIAS) {
            inputs.add("");
        }
        for (int i = 0; i < rows.size(); i++) {
            inputs.set(i, rows.get(i).get(slot));
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
