package io.github.isotherm.hub;

import java.util.HashMap;
import java.util.Map;

/**
 * What {@code genai_config.json} (onnxruntime-genai) says about the decoder graph.
 *
 * @param inputs role to name of the graph's inputs, as written: {@code input_ids}, {@code past_key_names}, …; names of
 *     layers hold a {@code %d}
 * @param outputs role to name of the graph's outputs: {@code logits}, {@code present_key_names}, …
 */
public record GenaiLayout(Map<String, String> inputs, Map<String, String> outputs) {
    /** Copies the maps. */
    public GenaiLayout {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    static GenaiLayout from(JsonFile genai) {
        genai.object("model");
        genai.object("search");
        genai.object("model", "decoder");
        return new GenaiLayout(names(genai, "inputs"), names(genai, "outputs"));
    }

    private static Map<String, String> names(JsonFile genai, String side) {
        Map<String, String> names = new HashMap<>();
        genai.object("model", "decoder", side).properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                names.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return names;
    }
}
