package io.github.isotherm.onnx;

import io.github.isotherm.generate.ModelDescription;
import io.github.isotherm.generate.ModelDescription.Quantisation;
import io.github.isotherm.generate.ModelDescription.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the description of a loaded model. */
final class ModelDescriptions {
    private static final String QUANTISED = "com.microsoft.MatMulNBits";
    private static final String FUSED_ATTENTION = "com.microsoft.GroupQueryAttention";

    private ModelDescriptions() {}

    static ModelDescription of(
            Path file, Decoder decoder, Graph graph, OnnxOptions options, boolean oneBuffer, boolean stepwise) {
        LoadedGraph loaded = decoder.next();
        List<GraphNode> nodes = loaded.declared().nodes();
        Map<String, Integer> operators = new TreeMap<>();
        nodes.forEach(node -> operators.merge(node.operator(), 1, Integer::sum));
        List<Quantisation> quantisation = quantisation(nodes);
        return new ModelDescription(
                file,
                layout(decoder, graph),
                tensors(loaded.declaredInputs()),
                tensors(loaded.declaredOutputs()),
                states(graph, oneBuffer),
                stepwise,
                running(decoder, options),
                ActivationsSentence.of(loaded, options),
                operators,
                quantisation,
                loaded.weightFiles(),
                hints(loaded, graph, operators, quantisation));
    }

    private static String layout(Decoder decoder, Graph graph) {
        if (decoder.isPair()) {
            return "pair of graphs, one for the prompt";
        }
        if (graph.has(Role.CACHE_BRANCH)) {
            return "merged graph, one branch for the prompt";
        }
        if (graph.slots().isEmpty()) {
            return "graph without a cache";
        }
        return graph.slots().stream().allMatch(StateSlot::grows)
                ? "graph with a cache"
                : "graph with a cache and states of fixed size";
    }

    private static String running(Decoder decoder, OnnxOptions options) {
        SlotLayout layout = decoder.layout();
        if (layout == null) {
            return options.asIs()
                    ? "as it lies on disk, one sequence at a time: no promise that one prefix gives one distribution"
                    : "one sequence at a time; how a text is fed may show in the last digits of its distribution";
        }
        String promise = layout.exact()
                ? "one prefix gives one distribution"
                : "how a text is fed may show in the last digits of its distribution";
        return layout.packed()
                ? "sequences of any length share a run, " + layout.rows() + " at once" + company(layout) + "; "
                        + promise
                : "one sequence at a time; " + promise;
    }

    private static String company(SlotLayout layout) {
        return switch (layout.tokens()) {
            case NEVER, UNKNOWN -> "";
            case ONE_LEFT_OF_A_BLOCK -> ", on this processor with a silent token at lone steps";
            case ODD -> ", on this processor with a silent token at odd numbers of tokens";
        };
    }

    private static List<Tensor> tensors(Map<String, Port> ports) {
        return ports.values().stream()
                .map(port -> new Tensor(port.name(), port.type().name(), dims(port)))
                .toList();
    }

    private static List<String> dims(Port port) {
        List<String> dims = new ArrayList<>();
        for (int axis = 0; axis < port.dims().size(); axis++) {
            String open = port.symbol(axis).isEmpty() ? "?" : port.symbol(axis);
            dims.add(port.isOpen(axis) ? open : Long.toString(port.size(axis)));
        }
        return dims;
    }

    private static Map<String, Integer> states(Graph graph, boolean oneBuffer) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (StateSlot slot : graph.slots()) {
            String growing = slot.inPlace() && oneBuffer ? "shared buffer" : "two buffers";
            kinds.merge(slot.grows() ? growing : "fixed size", 1, Integer::sum);
        }
        return kinds;
    }

    private static List<Quantisation> quantisation(List<GraphNode> nodes) {
        Map<Quantisation, Integer> counts = new HashMap<>();
        for (GraphNode node : nodes) {
            if (node.numbers().containsKey("bits")) {
                counts.merge(kind(node), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new Quantisation(
                        entry.getKey().operator(),
                        entry.getKey().bits(),
                        entry.getKey().block(),
                        entry.getKey().accuracyLevel(),
                        entry.getValue()))
                .sorted(java.util.Comparator.comparingInt(Quantisation::nodes).reversed())
                .toList();
    }

    private static Quantisation kind(GraphNode node) {
        return new Quantisation(
                node.operator(), number(node, "bits"), number(node, "block_size"), number(node, "accuracy_level"), 0);
    }

    private static int number(GraphNode node, String attribute) {
        return Math.toIntExact(node.numbers().getOrDefault(attribute, 0L));
    }

    private static List<String> hints(
            LoadedGraph loaded, Graph graph, Map<String, Integer> operators, List<Quantisation> quantisation) {
        List<String> hints = new ArrayList<>();
        loaded.leftOut().forEach(row -> hints.add(row.sentence()));
        if (graph.slots().isEmpty()) {
            hints.add("The graph has no cache: every token computes the whole text again.");
        } else if (!operators.containsKey(FUSED_ATTENTION)) {
            hints.add("The graph has no fused attention (GroupQueryAttention): its cache is copied at every token.");
        }
        if (quantisation.stream().anyMatch(kind -> kind.operator().equals(QUANTISED) && kind.accuracyLevel() < 4)) {
            hints.add(
                    "Weights are multiplied in 32-bit floats (accuracy_level below 4): slower than 8-bit activations.");
        }
        if (graph.slots().stream().anyMatch(slot -> !slot.grows())) {
            hints.add("The graph has states of fixed size: going back to an earlier token computes them again.");
        }
        if (!graph.has(Role.KEEP_COUNT) && !graph.logits().lastOnly()) {
            hints.add("The graph computes logits of every position of a prompt, of which one is needed.");
        }
        return hints;
    }
}
