package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites a graph so that rounding activations to 8 bits does not show: each product that does so takes, beside a row x, the
 * row x − Q(x) that its rounding Q leaves, and both results are summed. Both rows pass the same weights in one product of
 * twice the rows, {@code [n, 2, inner]}, the second rounded to 8 bits of its own size: about 16 bits in all.
 */
final class ExactActivations {
    private static final String SHARED = "activations";
    private static final String BOTH = "both";
    private static final int LEAST_OPSET = 13;
    private static final int OPSET_WITH_TYPES = 21;
    private static final int OPSET_WITH_AXES_AS_INPUT = 18;
    private static final int INT8 = 3;
    private static final float STEP = 1f / 127;

    /** A block of zeros has a step of its own, so that it is divided by something. */
    private static final float LEAST_STEP = Float.MIN_NORMAL;

    private static final String ONES = constant("ones");
    private static final String STEPS = constant("step");
    private static final String LEAST = constant("least");
    private static final String LAST_AXIS = constant("last");
    private static final String FIRST = constant("first");

    private final Roundings roundings;
    private final int opset;
    private final ElementTypes types;
    private final Map<String, String> tokenRows;
    private final Map<String, ProtoWriter> constants = new LinkedHashMap<>();

    /** What stands for a value and the rest of it, by value and kind of rest. */
    private final Map<String, String> pairs = new HashMap<>();

    /** Of the graph's own nodes: what a branch makes is not to be read outside. */
    private final Set<String> results = new HashSet<>();

    private final NamedShapes shapes = new NamedShapes();
    private final Map<String, BlockMeans> blockMeans;
    private final Map<String, BlockMeans> replaced = new HashMap<>();

    /** Values whose shapes the graph itself declares. */
    private final Set<String> declared;

    private int changed;

    private ExactActivations(GraphScan scan, Collection<String> ids, Roundings roundings) {
        this.roundings = roundings;
        declared = declared(scan);
        opset = scan.parts().opset();
        types = new ElementTypes(scan.parts());
        for (GraphNode node : scan.outermost()) {
            results.addAll(node.outputs());
        }
        tokenRows = new HashMap<>();
        for (String one : ids) {
            tokenRows.putAll(TokenRows.of(scan.outermost(), one));
        }
        blockMeans = BlockMeans.of(scan.parts(), tokenRows.keySet());
    }

    private static Set<String> declared(GraphScan scan) {
        Set<String> declared = new HashSet<>(scan.outputs().keySet());
        for (GraphProto.Field field : scan.parts().fields()) {
            if (field.number() == GraphProto.VALUE_INFO) {
                declared.add(field.port().name());
            }
        }
        return declared;
    }

    private static String constant(String part) {
        return SlotLayout.value(SHARED, part);
    }

    /**
     * Rewrites a graph.
     *
     * @param ids its inputs of {@code [1, n]}, or none
     * @param roundings what its products do on this processor
     * @return the same graph where no product rounds
     */
    static GraphScan rewritten(GraphScan scan, Collection<String> ids, Roundings roundings) {
        if (isTooOld(scan) || products(scan.nodes()) == 0) {
            return scan;
        }
        ExactActivations exact = new ExactActivations(scan, ids, roundings);
        List<GraphProto.Field> fields =
                new ArrayList<>(new NodeRewrite(exact::instead).of(scan.parts()).fields());
        if (exact.changed == 0) {
            return scan;
        }
        for (ProtoWriter constant : exact.constants.values()) {
            fields.add(GraphProto.Field.of(GraphProto.INITIALIZER, constant));
        }
        fields.addAll(exact.shapes.fields());
        return GraphScan.of(scan.parts().with(BlockMeans.withoutUnread(fields, exact.replaced)));
    }

    /** Whether a graph's operators cannot say what would be needed. */
    static boolean isTooOld(GraphScan scan) {
        return scan.parts().opset() < LEAST_OPSET;
    }

    /** How many products of a rewritten graph have two rows for a token. */
    static int pairs(Collection<GraphNode> nodes) {
        int count = 0;
        for (GraphNode node : nodes) {
            count += isPair(node) ? 1 : 0;
        }
        return count;
    }

    private static boolean isPair(GraphNode node) {
        return rounds(node)
                && SlotLayout.isOurs(node.output(0))
                && node.output(0).endsWith(BOTH);
    }

    /** How many products of a graph this is about, changed or not. */
    static int products(Collection<GraphNode> nodes) {
        int count = 0;
        for (GraphNode node : nodes) {
            count += rounds(node) ? 1 : 0;
        }
        return count;
    }

    private static boolean rounds(GraphNode node) {
        return node.operator().equals(ProductKind.DOMAIN + "." + ProductKind.OPERATOR)
                && ProductKind.of(node).rounds();
    }

    private List<GraphProto.Field> instead(GraphProto.Field field) {
        GraphNode node = field.node();
        if (!rounds(node)) {
            return List.of(field);
        }
        Product product = Product.of(node);
        Rounding rounding = rounding(product);
        int type = types.of(product.scales());
        if (rounding == Rounding.NONE || (type != OnnxFields.FLOAT && type != OnnxFields.HALF)) {
            return List.of(field);
        }
        changed++;
        List<GraphProto.Field> nodes = new ArrayList<>();
        String rows = pair(product, rounding, type == OnnxFields.HALF, nodes);
        addProduct(field, product, rows, rounding, nodes);
        addSum(product, type == OnnxFields.HALF, nodes);
        return nodes;
    }

    /** ONNX Runtime multiplies floats where weights are not constant, ordered anew, or their zero points are floats. */
    private Rounding rounding(Product product) {
        boolean bytes = product.zeroPoints().isEmpty() || types.of(product.zeroPoints()) == OnnxFields.UINT8;
        boolean packed = types.isWeight(product.weights()) && !product.isReordered() && bytes;
        return packed ? roundings.of(product.kind()) : Rounding.NONE;
    }

    // ---------------------------------------------------------------- before a product

    /** The rows x and x − Q(x) of each token, {@code [n, 2, inner]}, made once for all products of a kind that read x. */
    private String pair(Product product, Rounding rounding, boolean half, List<GraphProto.Field> nodes) {
        String how = rounding == Rounding.BLOCKS
                ? "" + product.block()
                : "asked." + product.kind().label();
        String key = product.rows() + "/" + how;
        String known = pairs.get(key);
        if (known != null) {
            return known;
        }
        boolean outermost = results.contains(product.result());
        Before before =
                new Before(SlotLayout.value(outermost ? product.rows() : product.result(), how), nodes, count(product));
        String rows = half ? before.node("Cast", List.of(product.rows()), "floats", Map.of("to", 1L)) : product.rows();
        boolean tokens = tokenRows.containsKey(product.rows());
        String both = rounding == Rounding.BLOCKS
                ? before.withRestOfBlocks(product, rows, tokens, half)
                : before.withRestOfKernel(product, rows);
        int width = rounding == Rounding.BLOCKS ? product.filled() : product.inner();
        String pair = before.node("Reshape", List.of(both, list(-1, 2, width)), "rows", Map.of());
        before.hasShape(both, 1, before.count, 2 * width);
        before.hasShape(pair, before.count, 2, width);
        if (half) {
            pair = before.node("Cast", List.of(pair), "halves", Map.of("to", (long) OnnxFields.HALF));
        }
        if (outermost) {
            pairs.put(key, pair);
        }
        return pair;
    }

    /** What the number of a product's rows is called; empty where it has no name. */
    private String count(Product product) {
        return results.contains(product.result()) ? tokenRows.getOrDefault(product.rows(), "") : "";
    }

    /** The nodes before a product, or after it. */
    private final class Before {
        private final String name;
        private final List<GraphProto.Field> nodes;
        private final String count;

        Before(String name, List<GraphProto.Field> nodes, String count) {
            this.name = name;
            this.nodes = nodes;
            this.count = count;
        }

        /** Of floats, where the number of rows has a name. */
        void hasShape(String value, Object... dims) {
            hasShape(OnnxFields.FLOAT, value, dims);
        }

        private void hasShape(int type, String value, Object... dims) {
            if (!count.isEmpty()) {
                shapes.add(value, type, List.of(dims));
            }
        }

        String node(String operator, List<String> inputs, String part, Map<String, Long> numbers) {
            String output = SlotLayout.value(name, part);
            nodes.add(OnnxFields.node(operator, inputs, output, numbers));
            return output;
        }

        /**
         * Rows of numbers with their blocks rounded, then of what that leaves, {@code [1, n, 2 · filled]} or {@code [n, 2 · filled]}.
         * The kernel rounds the first once more, to the same: of the numbers themselves it would now and then round one up that
         * is rounded down here, and both rows together would be a whole step off. Halves cannot hold what is rounded, so there
         * the numbers themselves come first.
         */
        String withRestOfBlocks(Product product, String rows, boolean tokens, boolean half) {
            String flat = tokens ? rows : node("Reshape", List.of(rows, list(-1, product.inner())), "flat", Map.of());
            String filled = filled(product, flat, tokens);
            String blocks = node("Reshape", List.of(filled, list(-1, product.block())), "blocks", Map.of());
            String number = count + "." + product.filled() + "." + product.block();
            hasShape(blocks, number, product.block());
            String rounded = rounded(blocks, number, product.block());
            String shape = tokens ? list(1, -1, product.filled()) : list(-1, product.filled());
            String roundedRows = node("Reshape", List.of(rounded, shape), "rounded.rows", Map.of());
            String rest = node("Sub", List.of(filled, roundedRows), "rest", Map.of());
            hasShape(roundedRows, 1, count, product.filled());
            hasShape(rest, 1, count, product.filled());
            return node("Concat", List.of(half ? filled : roundedRows, rest), "both", Map.of("axis", -1L));
        }

        /** The same of any rounding, which the kernel itself is asked for. */
        String withRestOfKernel(Product product, String rows) {
            IdentityProduct identity = new IdentityProduct(product.kind(), product.inner());
            String rounded = SlotLayout.value(name, "rounded");
            nodes.add(identity.node(rows, rounded));
            identity.constants().forEach(constants::putIfAbsent);
            String rest = node("Sub", List.of(rows, rounded), "rest", Map.of());
            return node("Concat", List.of(rows, rest), "both", Map.of("axis", -1L));
        }

        private String filled(Product product, String rows, boolean tokens) {
            int missing = product.filled() - product.inner();
            if (missing == 0) {
                return rows;
            }
            BlockMeans means = blockMeans.get(rows);
            if (means != null) {
                replaced.put(rows, means);
                return filled(means, missing);
            }
            String pads = tokens ? list(0, 0, 0, 0, 0, missing) : list(0, 0, 0, missing);
            return node("Pad", List.of(rows, pads), "filled", Map.of());
        }

        /** The same with the means made of all blocks at once: a pool takes them one after another. */
        private String filled(BlockMeans means, int missing) {
            String blocks = node("Reshape", List.of(means.base(), list(0, 0, -1, means.block())), "parts", Map.of());
            String made = reduced("ReduceMean", blocks, "means", 0);
            String filled = node("Pad", List.of(made, list(0, 0, 0, 0, 0, missing)), "means.filled", Map.of());
            return node("Concat", List.of(means.base(), filled), "filled", Map.of("axis", -1L));
        }

        /** Multiples of a 127th of each block's largest magnitude, {@code [number, block]}. */
        private String rounded(String blocks, String number, int block) {
            String magnitudes = node("Abs", List.of(blocks), "magnitudes", Map.of());
            hasShape(magnitudes, number, block);
            String rounded = opset >= OPSET_WITH_TYPES
                    ? roundedByBytes(blocks, magnitudes, number, block)
                    : roundedByDivision(blocks, magnitudes, number, block);
            hasShape(rounded, number, block);
            return rounded;
        }

        private String roundedByBytes(String blocks, String magnitudes, String number, int block) {
            String largest = reduced("ReduceMax", magnitudes, "largest", 0);
            String step = node("Mul", List.of(largest, step()), "step", Map.of());
            Map<String, Long> kind = Map.of("axis", 0L, "output_dtype", (long) INT8);
            String bytes = node("QuantizeLinear", List.of(blocks, step), "bytes", kind);
            hasShape(largest, number);
            hasShape(step, number);
            hasShape(INT8, bytes, number, block);
            return node("DequantizeLinear", List.of(bytes, step), "rounded", Map.of("axis", 0L));
        }

        private String roundedByDivision(String blocks, String magnitudes, String number, int block) {
            String largest = reduced("ReduceMax", magnitudes, "largest", 1);
            String step = node("Mul", List.of(largest, step()), "step", Map.of());
            String divisor = node("Max", List.of(step, number(LEAST, LEAST_STEP)), "divisor", Map.of());
            String steps = node("Div", List.of(blocks, divisor), "steps", Map.of());
            String whole = node("Round", List.of(steps), "whole", Map.of());
            List.of(largest, step, divisor).forEach(one -> hasShape(one, number, 1));
            List.of(steps, whole).forEach(one -> hasShape(one, number, block));
            return node("Mul", List.of(whole, divisor), "rounded", Map.of());
        }

        /** Over the last axis. */
        private String reduced(String operator, String rows, String part, long keepDims) {
            Map<String, Long> numbers = Map.of("keepdims", keepDims);
            if (opset >= OPSET_WITH_AXES_AS_INPUT) {
                return node(operator, List.of(rows, shared(LAST_AXIS, -1)), part, numbers);
            }
            String output = SlotLayout.value(name, part);
            nodes.add(OnnxFields.nodeOverAxis(operator, rows, output, -1, numbers));
            return output;
        }
    }

    // ---------------------------------------------------------------- a product and after it

    private static String both(Product product) {
        return SlotLayout.value(product.result(), BOTH);
    }

    private static void addProduct(
            GraphProto.Field field, Product product, String rows, Rounding rounding, List<GraphProto.Field> nodes) {
        List<String> inputs = new ArrayList<>(product.node().inputs());
        inputs.set(0, rows);
        if (!product.bias().isEmpty()) {
            inputs.subList(5, inputs.size()).clear();
        }
        GraphProto.Field same = OnnxFields.withPorts(field, both(product), inputs, List.of(both(product)));
        boolean filled = rounding == Rounding.BLOCKS && product.filled() != product.inner();
        nodes.add(filled ? OnnxFields.withNumbers(same, Map.of("K", (long) product.filled())) : same);
    }

    private void addSum(Product product, boolean half, List<GraphProto.Field> nodes) {
        Before after = new Before(product.result(), nodes, count(product));
        String both = half ? after.node("Cast", List.of(both(product)), "floats", Map.of("to", 1L)) : both(product);
        String sum = after.node("MatMul", List.of(ones(), both), "sum", Map.of());
        String shape = shape(product, after);
        after.hasShape(both, after.count, 2, product.outer());
        after.hasShape(sum, after.count, 1, product.outer());
        boolean last = !half && product.bias().isEmpty();
        String rows = last ? product.result() : SlotLayout.value(product.result(), "sum.rows");
        nodes.add(OnnxFields.node("Reshape", List.of(sum, shape), rows, Map.of()));
        if (!declared.contains(rows)) {
            after.hasShape(rows, 1, after.count, product.outer());
        }
        if (half) {
            String halves = product.bias().isEmpty() ? product.result() : SlotLayout.value(product.result(), "halves");
            nodes.add(OnnxFields.node("Cast", List.of(rows), halves, Map.of("to", (long) OnnxFields.HALF)));
            rows = halves;
        }
        if (!product.bias().isEmpty()) {
            nodes.add(OnnxFields.node("Add", List.of(rows, product.bias()), product.result(), Map.of()));
        }
    }

    /** That of the rows before the product, but for the last dimension. */
    private String shape(Product product, Before after) {
        if (tokenRows.containsKey(product.rows())) {
            return list(1, -1, product.outer());
        }
        String before = after.node("Shape", List.of(product.rows()), "shape", Map.of());
        String inputs =
                after.node("Slice", List.of(before, shared(FIRST, 0), shared(LAST_AXIS, -1)), "shape.rows", Map.of());
        return after.node("Concat", List.of(inputs, list(product.outer())), "shape.sum", Map.of("axis", 0L));
    }

    // ---------------------------------------------------------------- constants

    private String list(long... numbers) {
        StringBuilder name = new StringBuilder("shape");
        for (long number : numbers) {
            name.append('.').append(number);
        }
        return shared(constant(name.toString()), numbers);
    }

    private String shared(String name, long... numbers) {
        constants.computeIfAbsent(name, key -> OnnxFields.wholeNumbers(key, numbers));
        return name;
    }

    private String number(String name, float value) {
        constants.computeIfAbsent(name, key -> OnnxFields.floats(key, new float[] {value}));
        return name;
    }

    private String step() {
        return number(STEPS, STEP);
    }

    private String ones() {
        constants.computeIfAbsent(ONES, key -> OnnxFields.floats(key, new float[] {1, 1}, 1, 2));
        return ONES;
    }
}
