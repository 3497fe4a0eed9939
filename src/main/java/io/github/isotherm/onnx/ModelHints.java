package io.github.isotherm.onnx;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What configuration files know about a graph. The graph's own inputs and outputs decide; this fills what they leave
 * open.
 *
 * @param contextLength tokens of prompt and completion together, {@link Integer#MAX_VALUE} when unknown
 * @param vocabularySize logits per position
 * @param keyValueHeads key/value heads per layer
 * @param headSize numbers per head
 * @param sizes other whole numbers of the configuration, which graphs may use as names of dimensions
 * @param inputNames onnxruntime-genai's role ({@code input_ids}, {@code past_key_names}, …) to the name in the graph; empty
 *     for the usual names
 * @param outputNames the same for outputs ({@code logits}, {@code present_key_names}, …)
 */
public record ModelHints(
        int contextLength,
        OptionalInt vocabularySize,
        OptionalInt keyValueHeads,
        OptionalInt headSize,
        Map<String, Integer> sizes,
        Map<String, String> inputNames,
        Map<String, String> outputNames) {

    /** Nothing is known. */
    public static final ModelHints NONE = new ModelHints(
            Integer.MAX_VALUE,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Map.of(),
            Map.of(),
            Map.of());

    /** Copies the maps. */
    public ModelHints {
        sizes = Map.copyOf(sizes);
        inputNames = Map.copyOf(inputNames);
        outputNames = Map.copyOf(outputNames);
    }

    String input(String role) {
        return inputNames.getOrDefault(role, role);
    }

    String output(String role) {
        return outputNames.getOrDefault(role, role);
    }
}
