package io.github.isotherm.onnx;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Says in words what a loaded graph does to the numbers that its weights are multiplied with. */
final class ActivationsSentence {
    private ActivationsSentence() {}

    static String of(LoadedGraph graph, OnnxOptions options) {
        Collection<GraphNode> nodes = graph.scan().nodes();
        int rounding = ExactActivations.products(nodes);
        String sentence = switch (options.activations()) {
            case EXACT -> exact(graph.scan(), ExactActivations.pairs(nodes), rounding);
            case FAST ->
                rounding == 0 ? "fast: no product rounds them" : "fast: " + products(rounding) + " them to 8 bits";
            case FLOAT -> "float: no product with few-bit weights rounds them";
        };
        return sentence + others(nodes);
    }

    private static String exact(GraphScan scan, int pairs, int rounding) {
        if (rounding == 0) {
            return "exact: no product rounds them";
        }
        if (ExactActivations.isTooOld(scan)) {
            return "not exact: " + products(rounding) + " them to 8 bits, and opset "
                    + scan.parts().opset() + " is too old to make up for it";
        }
        String rest = roundsNone(scan) ? "round nothing on this processor" : "are as exported";
        if (pairs == 0) {
            return "exact: its products " + rest;
        }
        return "exact: " + products(pairs) + " them to 8 bits and " + (pairs == 1 ? "takes" : "take")
                + " what that leaves as a second row"
                + (rounding == pairs ? "" : "; " + (rounding - pairs) + " others " + rest);
    }

    private static boolean roundsNone(GraphScan scan) {
        return ProductKind.of(scan.nodes()).stream().allMatch(kind -> Roundings.seen(kind) == Rounding.NONE);
    }

    private static String products(int count) {
        return count == 1 ? "1 product rounds" : count + " products round";
    }

    /** Operators that round whole tensors, which no other rows make up for. */
    private static String others(Collection<GraphNode> nodes) {
        Map<String, Integer> counts = new TreeMap<>();
        for (GraphNode node : nodes) {
            String name = node.operator().substring(node.operator().lastIndexOf('.') + 1);
            if (name.startsWith("DynamicQuantize")
                    || name.startsWith("QLinearMatMul")
                    || name.equals("QGemm")
                    || name.equals("QAttention")) {
                counts.merge(name, 1, Integer::sum);
            }
        }
        StringBuilder others = new StringBuilder();
        counts.forEach(
                (name, count) -> others.append("; ").append(count).append(' ').append(name));
        return counts.isEmpty() ? "" : others + " round whole tensors, whatever the setting";
    }
}
