package io.github.isotherm.hub;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What {@code genai_config.json} (onnxruntime-genai) says about the decoder graph.
 *
 * @param inputs role to name of the graph's inputs, as written: {@code input_ids}, {@code past_key_names}, …; names of
 *     layers hold a {@code %d}
 * @param outputs role to name of the graph's outputs: {@code logits}, {@code present_key_names}, …
 * @param layers number of layers
 * @param keyValueHeads key/value heads
 * @param headSize floats per head
 * @param sharedBuffer whether past and present of the KV cache may be one buffer
 * @param contextLength tokens, prompt and completion together
 */
public record GenaiLayout(
        Map<String, String> inputs,
        Map<String, String> outputs,
        OptionalInt layers,
        OptionalInt keyValueHeads,
        OptionalInt headSize,
        boolean sharedBuffer,
        OptionalInt contextLength) {

    /** Copies the maps. */
    public GenaiLayout {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    static GenaiLayout from(JsonFile genai) {
        return new GenaiLayout(
                names(genai, "inputs"),
                names(genai, "outputs"),
                genai.size("model", "decoder", "num_hidden_layers"),
                genai.size("model", "decoder", "num_key_value_heads"),
                genai.size("model", "decoder", "head_size"),
                genai.flag("search", "past_present_share_buffer"),
                genai.count("model", "context_length"));
    }

    private static Map<String, String> names(JsonFile genai, String side) {
        Map<String, String> names = new HashMap<>();
        genai.at("model", "decoder", side).properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                names.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return names;
    }
}
