package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far back the attention of a graph looks. */
final class InspectedWindows {
    private InspectedWindows() {}

    static void add(ObjectNode root, List<Long> windows) {
        root.put("attention_layers", windows.size());
        ArrayNode array = root.putArray("attention_windows");
        sliding(windows)
                .forEach((tokens, layers) ->
                        array.addObject().put("tokens", tokens).put("layers", layers));
    }

    /** No row where every layer sees the whole text, or nothing tells. */
    static void append(TextTable facts, List<Long> windows) {
        SortedMap<Long, Integer> sliding = sliding(windows);
        if (!sliding.isEmpty()) {
            facts.row(
                    "attention",
                    sliding.entrySet().stream()
                            .map(window -> "sliding window of " + window.getKey() + " tokens in " + window.getValue()
                                    + " of " + windows.size() + " layers")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Window to the number of layers that have it. */
    private static SortedMap<Long, Integer> sliding(List<Long> windows) {
        SortedMap<Long, Integer> layers = new TreeMap<>();
        windows.stream().filter(tokens -> tokens > 0).forEach(tokens -> layers.merge(tokens, 1, Integer::sum));
        return layers;
    }
}
