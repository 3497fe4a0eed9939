package io.github.isotherm.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds values that are certainly {@code [1, n, width]}: what is made of one sequence's ids by operators that keep such
 * a shape. Nothing else tells about the shapes of values within a graph.
 */
final class TokenRows {
    private static final Set<String> EMBEDDINGS = Set.of("Gather", "com.microsoft.GatherBlockQuantized");

    /** They give the shape of their first input, in all but the last dimensions. */
    private static final Set<String> KEEPING = Set.of(
            "AveragePool",
            "Cast",
            "Clip",
            "Gelu",
            "Identity",
            "LayerNormalization",
            "MatMul",
            "Neg",
            "Pow",
            "RMSNormalization",
            "Relu",
            "Sigmoid",
            "SimplifiedLayerNormalization",
            "Softmax",
            "Sqrt",
            "Swish",
            "Tanh",
            "com.microsoft.BiasGelu",
            "com.microsoft.FastGelu",
            "com.microsoft.FusedMatMul",
            "com.microsoft.Gelu",
            "com.microsoft.GroupQueryAttention",
            "com.microsoft.MatMulNBits",
            "com.microsoft.QuickGelu",
            "com.microsoft.SkipLayerNormalization",
            "com.microsoft.SkipSimplifiedLayerNormalization");

    /** They give the shape of the wider of two inputs. */
    private static final Set<String> OF_TWO = Set.of("Add", "Div", "Max", "Min", "Mul", "Sub");

    /** What the number of a run's tokens is called. */
    static final String TOKENS = SlotLayout.value("activations", "tokens");

    private final Set<String> ids = new HashSet<>();
    private final Map<String, String> rows = new HashMap<>();

    private TokenRows(String ids) {
        this.ids.add(ids);
    }

    /**
     * The values of a graph.
     *
     * @param nodes in their order
     * @param ids an input of {@code [1, n]}
     * @return for each what its number of rows is called, empty where that has no name
     */
    static Map<String, String> of(List<GraphNode> nodes, String ids) {
        TokenRows found = new TokenRows(ids);
        for (GraphNode node : nodes) {
            found.add(node);
        }
        return found.rows;
    }

    private void add(GraphNode node) {
        if (node.operator().equals("Cast") && ids.contains(node.input(0))) {
            ids.add(node.output(0));
        } else if (node.operator().equals("Reshape") && node.input(1).equals(SlotLayout.TOKENS)) {
            rows.put(node.output(0), TOKENS);
        } else if (keepsRows(node)) {
            String count = count(node);
            node.outputs().forEach(output -> rows.put(output, count));
        }
    }

    private String count(GraphNode node) {
        String first = rows.get(node.input(0));
        long axis = node.numbers().getOrDefault("axis", 0L);
        return switch (node.operator()) {
            case "Gather" -> axis == 0 || node.input(1).equals(SlotLayout.UNPACK) ? TOKENS : node.input(1);
            case "com.microsoft.GatherBlockQuantized" -> TOKENS;
            case "Concat", "Split" -> axis == 1 || first == null ? "" : first;
            default -> first == null ? rows.getOrDefault(node.input(1), "") : first;
        };
    }

    private boolean keepsRows(GraphNode node) {
        String operator = node.operator();
        boolean first = rows.containsKey(node.input(0));
        long axis = node.numbers().getOrDefault("axis", 0L);
        if (EMBEDDINGS.contains(operator) && ids.contains(node.input(1))) {
            return axis == 0 && node.numbers().getOrDefault("gather_axis", 0L) == 0;
        }
        if (OF_TWO.contains(operator)) {
            return first || rows.containsKey(node.input(1));
        }
        return first
                && switch (operator) {
                    case "Concat", "Split" -> axis == -1 || axis == 1 || axis == 2;
                    case "Gather" -> axis == 1 && SlotLayout.isOurs(node.input(1));
                    default -> KEEPING.contains(operator);
                };
    }
}
