package io.github.isotherm.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows behind which the means of their blocks stand, as graphs have them whose weights are shifted block by block.
 *
 * @param base the rows without the means
 * @param means the means
 * @param block numbers that share a mean
 */
record BlockMeans(String base, String means, int block) {
    private static final Set<String> PLAIN = Set.of("kernel_shape", "strides");

    /**
     * Finds them.
     *
     * @param graph its own nodes, not those of branches
     * @param rows which values are {@code [1, n, width]}
     * @return by the value that has both
     */
    static Map<String, BlockMeans> of(GraphProto graph, Set<String> rows) {
        Map<String, GraphProto.Field> pools = new HashMap<>();
        Map<String, BlockMeans> found = new HashMap<>();
        for (GraphProto.Field field : graph.fields()) {
            if (field.number() == GraphProto.NODE) {
                GraphNode node = field.node();
                if (node.operator().equals("AveragePool")) {
                    pools.put(node.output(0), field);
                } else if (node.operator().equals("Concat") && rows.contains(node.output(0))) {
                    add(node, pools, found);
                }
            }
        }
        return found;
    }

    private static void add(GraphNode node, Map<String, GraphProto.Field> pools, Map<String, BlockMeans> found) {
        GraphProto.Field pool = node.inputs().size() == 2 ? pools.get(node.input(1)) : null;
        if (pool != null && pool.node().input(0).equals(node.input(0))) {
            int block = block(pool);
            if (block > 0) {
                found.put(node.output(0), new BlockMeans(node.input(0), node.input(1), block));
            }
        }
    }

    /** 0 where a pool does anything else than take the means of blocks. */
    private static int block(GraphProto.Field pool) {
        Map<String, List<Long>> lists = OnnxFields.lists(pool);
        List<Long> kernel = lists.getOrDefault("kernel_shape", List.of());
        boolean plain = PLAIN.equals(lists.keySet()) && pool.node().numbers().isEmpty();
        return plain && kernel.size() == 1 && kernel.equals(lists.get("strides")) ? Math.toIntExact(kernel.get(0)) : 0;
    }

    /** The fields of a graph without the nodes that made some of these, where nothing reads them any more. */
    static List<GraphProto.Field> withoutUnread(List<GraphProto.Field> fields, Map<String, BlockMeans> replaced) {
        Map<String, Integer> reads = new HashMap<>();
        List<GraphNode> nodes = new ArrayList<>();
        for (GraphProto.Field field : fields) {
            if (field.number() == GraphProto.NODE) {
                nodes.add(field.node());
            } else if (field.number() == GraphProto.OUTPUT) {
                reads.merge(field.port().name(), 1, Integer::sum);
            }
        }
        GraphFlow flow = new GraphFlow(nodes);
        nodes.forEach(node -> flow.reads(node).forEach(name -> reads.merge(name, 1, Integer::sum)));
        replaced.forEach((both, means) -> {
            if (!reads.containsKey(both)) {
                reads.computeIfPresent(means.means(), (name, count) -> count == 1 ? null : count - 1);
            }
        });
        Set<String> made = new HashSet<>(replaced.keySet());
        replaced.values().forEach(means -> made.add(means.means()));
        List<GraphProto.Field> rest = new ArrayList<>();
        for (GraphProto.Field field : fields) {
            String output = field.number() == GraphProto.NODE ? field.node().output(0) : "";
            if (!made.contains(output) || reads.containsKey(output)) {
                rest.add(field);
            }
        }
        return rest;
    }
}
