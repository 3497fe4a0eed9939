package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the product with the vocabulary's weights: nothing before it needs to be done for positions whose logits nobody wants. */
final class LastProduct {
    private static final Set<String> PRODUCTS =
            Set.of("MatMul", "com.microsoft.MatMulNBits", "com.microsoft.FusedMatMul", "com.microsoft.MatMulBnb4");

    /** They take each number by itself. */
    private static final Set<String> ELEMENTWISE =
            Set.of("Add", "Cast", "Clip", "Div", "Identity", "Max", "Min", "Mul", "Neg", "Sub", "Tanh");

    private LastProduct() {}

    /**
     * Walks back from the logits.
     *
     * @param inputs what the graph is given
     * @return null where something else than a product with constants is met first
     */
    static @Nullable GraphNode of(GraphFlow flow, String logits, Set<String> inputs) {
        GraphNode node = flow.maker(logits);
        while (node != null) {
            List<String> variable = new ArrayList<>();
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !flow.isConstant(input, inputs)) {
                    variable.add(input);
                }
            }
            boolean alone = node.outputs().size() == 1 && variable.size() == 1;
            if (alone && PRODUCTS.contains(node.operator())) {
                return variable.get(0).equals(node.input(0)) && !isTransposed(node) ? node : null;
            }
            node = alone && ELEMENTWISE.contains(node.operator()) ? flow.maker(variable.get(0)) : null;
        }
        return null;
    }

    private static boolean isTransposed(GraphNode node) {
        return node.numbers().getOrDefault("transA", 0L) != 0 || node.numbers().getOrDefault("transBatchA", 0L) != 0;
    }
}
