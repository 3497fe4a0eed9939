package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Embeddings that are weights in a file, read in another shape: the model builder of onnxruntime-genai gives an embedding the
 * weights of the last product so. ONNX Runtime computes what is made of constants while it loads, and keeps the copy, 80 to 130 MB;
 * another weight over the same bytes of the file is no copy.
 */
final class ReshapedWeights {
    private static final int DIMS = 1;
    private static final int NAME = 8;
    private static final Set<String> EMBEDDINGS = Set.of("Gather", "com.microsoft.GatherBlockQuantized");

    private final Map<String, GraphProto.Field> weights = new HashMap<>();
    private final Set<String> reshaped = new HashSet<>();

    /** How many nodes and outputs read a value. */
    private final Map<String, Integer> reads = new HashMap<>();

    private ReshapedWeights(GraphScan scan) {
        Set<String> fed = new HashSet<>();
        for (GraphProto.Field field : scan.parts().fields()) {
            if (field.number() == GraphProto.INITIALIZER) {
                weights.put(field.name(), field);
            } else if (field.number() == GraphProto.INPUT) {
                fed.add(field.port().name()); // the name of a weight that every run may replace
            }
        }
        weights.keySet().removeAll(fed);
        for (GraphNode node : scan.outermost()) {
            if (node.operator().equals("Reshape")) {
                reshaped.add(node.output(0));
            }
        }
        reshaped.removeAll(scan.outputs().keySet());
        scan.outputs().keySet().forEach(output -> reads.merge(output, 1, Integer::sum));
        for (GraphNode node : scan.nodes()) {
            List<String> inputs = node.inputs();
            inputs.forEach(input -> reads.merge(input, 1, Integer::sum));
            boolean embeds = EMBEDDINGS.contains(node.operator());
            reshaped.removeAll(embeds ? inputs.subList(1, inputs.size()) : inputs);
        }
    }

    /** The same graph where there is no such embedding. */
    static GraphScan rewritten(GraphScan scan) {
        if (scan.external().isEmpty()) {
            return scan;
        }
        ReshapedWeights found = new ReshapedWeights(scan);
        List<GraphProto.Field> fields = new ArrayList<>();
        Set<GraphProto.Field> unread = new HashSet<>();
        boolean changed = false;
        for (GraphProto.Field field : scan.parts().fields()) {
            List<Long> dims = field.number() == GraphProto.NODE ? found.dims(field.node()) : List.of();
            if (dims.isEmpty()) {
                fields.add(field);
            } else {
                changed = true;
                fields.add(found.weight(field.node(), dims));
                found.readNoMore(field.node().input(0), unread);
            }
        }
        fields.removeAll(unread);
        return changed ? GraphScan.of(scan.parts().with(fields)) : scan;
    }

    /** ONNX Runtime drops weights that nothing reads, and then does not take them from us. */
    private void readNoMore(String weight, Set<GraphProto.Field> unread) {
        if (reads.merge(weight, -1, Integer::sum) == 0) {
            unread.add(weights.get(weight));
        }
    }

    /** What a node makes of a weight in a file; empty where it does something else. */
    private List<Long> dims(GraphNode node) {
        GraphProto.Field weight = weights.get(node.input(0));
        GraphProto.Field shape = weights.get(node.input(1));
        if (weight == null || shape == null || !reshaped.contains(node.output(0))) {
            return List.of();
        }
        ExternalTensor tensor = weight.external();
        return tensor == null ? List.of() : dims(tensor.dims(), OnnxFields.wholeNumbers(shape.value()));
    }

    /** Those that are written out, of as many numbers as before, or with one left to be found; empty otherwise. */
    private static List<Long> dims(List<Long> before, List<Long> written) {
        long numbers = product(before);
        int open = written.indexOf(-1L);
        List<Long> dims = new ArrayList<>(written);
        if (open >= 0 && numbers > 0) {
            dims.set(open, 1L);
            long others = product(dims);
            dims.set(open, others > 0 ? numbers / others : 0);
        }
        return numbers > 0 && product(dims) == numbers ? dims : List.of();
    }

    /** 0 where one is not positive. */
    private static long product(List<Long> dims) {
        long product = 1;
        for (long dim : dims) {
            product = dim > 0 ? Math.multiplyExact(product, dim) : 0;
        }
        return product;
    }

    private GraphProto.Field weight(GraphNode node, List<Long> dims) {
        ProtoWriter tensor = new ProtoWriter();
        for (long dim : dims) {
            tensor.number(DIMS, dim);
        }
        for (GraphProto.Field part : GraphProto.cut(
                Objects.requireNonNull(weights.get(node.input(0))).value())) {
            if (part.number() != DIMS && part.number() != NAME) {
                tensor.fields(part.whole());
            }
        }
        return GraphProto.Field.of(GraphProto.INITIALIZER, tensor.text(NAME, node.output(0)));
    }
}
