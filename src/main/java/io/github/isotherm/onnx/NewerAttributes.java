package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that newer exporters write though the older runtime does just what they ask for. Looked at only when ONNX Runtime
 * refuses a graph for one.
 */
final class NewerAttributes {
    /**
     * One of them.
     *
     * @param operator its type, with the domain in front
     * @param attribute its name
     * @param droppable values that mean what a runtime does that does not know the attribute
     * @param why that is so
     */
    record Row(String operator, String attribute, Set<Long> droppable, String why) {
        boolean allows(WrittenAttribute written) {
            return written.number().isPresent()
                    && droppable.contains(written.number().getAsLong());
        }

        /** The values that may be left out, for people. */
        String values() {
            List<String> values = new ArrayList<>();
            for (Long value : new TreeSet<>(droppable)) {
                values.add(value.toString());
            }
            return String.join(" and ", values);
        }

        /** What was done, for people. */
        String sentence() {
            return operator + "'s attribute " + attribute + ", which the ONNX Runtime here does not know, is left out: "
                    + why + ".";
        }
    }

    private static final String NO_WINDOW =
            "0 asks for one state after the last position, which is all there was before";

    static final List<Row> TABLE = List.of(
            new Row(
                    "com.microsoft.GroupQueryAttention",
                    "sliding_window_cache",
                    Set.of(0L, 1L),
                    "1 lets the cache be as small as the window, and the whole cache gives the same result"),
            new Row("com.microsoft.CausalConvWithState", "state_window", Set.of(0L), NO_WINDOW),
            new Row("com.microsoft.LinearAttention", "state_window", Set.of(0L), NO_WINDOW));

    private NewerAttributes() {}

    /** Null where the table has none. */
    static @Nullable Row row(String operator, String attribute) {
        for (Row row : TABLE) {
            if (row.operator.equals(operator) && row.attribute.equals(attribute)) {
                return row;
            }
        }
        return null;
    }

    /** The first operator whose value is none that may be left out; null where all may. */
    static GraphProto.@Nullable Field hindrance(GraphProto model, Row row) {
        for (GraphProto.Field node : EveryNode.of(model)) {
            if (node.node().operator().equals(row.operator)) {
                WrittenAttribute written = WrittenAttribute.of(node, row.attribute);
                if (written != null && !row.allows(written)) {
                    return node;
                }
            }
        }
        return null;
    }

    /** The same model without an attribute, in branches and functions too. */
    static GraphProto without(GraphProto model, Row row) {
        return new NodeRewrite(node -> List.of(without(node, row))).everywhere(model);
    }

    static GraphProto.Field without(GraphProto.Field node, Row row) {
        if (!node.node().operator().equals(row.operator) || WrittenAttribute.of(node, row.attribute) == null) {
            return node;
        }
        ProtoWriter message = new ProtoWriter();
        for (GraphProto.Field part : GraphProto.cut(node.value())) {
            if (part.number() != WrittenAttribute.FIELD
                    || !WrittenAttribute.read(part.value()).name().equals(row.attribute)) {
                message.fields(part.whole());
            }
        }
        return GraphProto.Field.of(GraphProto.NODE, message);
    }

    /** Those that a graph has and its optimised copy has not. */
    static List<Row> leftOut(GraphScan graph, GraphScan copy) {
        List<Row> rows = new ArrayList<>();
        for (Row row : TABLE) {
            if (has(graph, row) && !has(copy, row)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static boolean has(GraphScan graph, Row row) {
        for (GraphNode node : graph.nodes()) {
            if (node.numbers().containsKey(row.attribute) && node.operator().equals(row.operator)) {
                return true;
            }
        }
        return false;
    }
}
