package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The numbers of a model that its graph may leave open.
 *
 * @param contextLength tokens of prompt and completion together; {@link Integer#MAX_VALUE} when no file says
 * @param vocabularySize logits per position
 * @param keyValueHeads key/value heads per layer
 * @param headSize floats per head
 * @param sizes every whole number of {@code config.json}, those of its {@code text_config} included, by name
 * @param eosTokenIds ids that end a completion; empty when no file says
 * @param bosTokenId the id that begins a text
 */
record ModelConfig(
        int contextLength,
        OptionalInt vocabularySize,
        OptionalInt keyValueHeads,
        OptionalInt headSize,
        Map<String, Integer> sizes,
        List<Integer> eosTokenIds,
        OptionalInt bosTokenId) {

    static ModelConfig from(JsonFile genai, JsonFile config, JsonFile generation) {
        return new ModelConfig(
                first(
                                genai.number("model", "context_length"),
                                hf(config, "max_position_embeddings"),
                                hf(config, "n_positions"),
                                hf(config, "n_ctx"),
                                hf(config, "seq_length"),
                                hf(config, "max_seq_len"),
                                hf(config, "max_sequence_length"))
                        .orElse(Integer.MAX_VALUE),
                first(genai.number("model", "vocab_size"), hf(config, "vocab_size")),
                first(
                        genai.number("model", "decoder", "num_key_value_heads"),
                        hf(config, "num_key_value_heads"),
                        heads(config)),
                first(genai.number("model", "decoder", "head_size"), hf(config, "head_dim"), headSize(config)),
                sizes(config),
                eos(genai, config, generation),
                first(
                        generation.number("bos_token_id"),
                        genai.number("model", "bos_token_id"),
                        hf(config, "bos_token_id")));
    }

    private static Map<String, Integer> sizes(JsonFile config) {
        Map<String, Integer> sizes = new HashMap<>();
        for (JsonNode object : List.of(config.root(), config.at("text_config"))) {
            object.properties().forEach(entry -> {
                if (entry.getValue().canConvertToInt() && entry.getValue().isIntegralNumber()) {
                    sizes.put(entry.getKey(), entry.getValue().intValue());
                }
            });
        }
        return Map.copyOf(sizes);
    }

    private static List<Integer> eos(JsonFile genai, JsonFile config, JsonFile generation) {
        List<Integer> ids = generation.numbers("eos_token_id");
        if (ids.isEmpty()) {
            ids = genai.numbers("model", "eos_token_id");
        }
        if (ids.isEmpty()) {
            ids = config.numbers("eos_token_id");
        }
        return ids.isEmpty() ? config.numbers("text_config", "eos_token_id") : ids;
    }

    private static OptionalInt heads(JsonFile config) {
        return first(hf(config, "num_attention_heads"), hf(config, "n_head"), hf(config, "n_heads"));
    }

    private static OptionalInt headSize(JsonFile config) {
        OptionalInt hidden = first(hf(config, "hidden_size"), hf(config, "n_embd"), hf(config, "d_model"));
        OptionalInt heads = heads(config);
        boolean known = hidden.isPresent() && heads.isPresent() && heads.getAsInt() > 0;
        return known ? OptionalInt.of(hidden.getAsInt() / heads.getAsInt()) : OptionalInt.empty();
    }

    /** Multimodal models keep the language model's numbers in {@code text_config}. */
    private static OptionalInt hf(JsonFile config, String key) {
        return first(config.number(key), config.number("text_config", key));
    }

    private static OptionalInt first(OptionalInt... values) {
        for (OptionalInt value : values) {
            if (value.isPresent()) {
                return value;
            }
        }
        return OptionalInt.empty();
    }
}
