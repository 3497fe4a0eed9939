package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The numbers of a model that its graph may leave open.
 *
 * @param contextLength tokens of prompt and completion together; {@link Integer#MAX_VALUE} when no file says
 * @param vocabularySize logits per position
 * @param keyValueHeads key/value heads per layer
 * @param headSize floats per head
 * @param sizes every whole number of {@code config.json}, those of its {@code text_config} included, by name
 * @param bosTokenId the id that begins a text
 */
record ModelConfig(
        int contextLength,
        OptionalInt vocabularySize,
        OptionalInt keyValueHeads,
        OptionalInt headSize,
        Map<String, Integer> sizes,
        OptionalInt bosTokenId) {

    static ModelConfig from(JsonFile genai, JsonFile config, JsonFile generation) {
        return new ModelConfig(
                contextLength(genai, config).orElse(Integer.MAX_VALUE),
                first(() -> genai.count("model", "vocab_size"), () -> count(config, "vocab_size")),
                first(
                        () -> genai.size("model", "decoder", "num_key_value_heads"),
                        () -> size(config, "num_key_value_heads"),
                        () -> heads(config)),
                first(
                        () -> genai.size("model", "decoder", "head_size"),
                        () -> size(config, "head_dim"),
                        () -> headSize(config)),
                sizes(config),
                first(
                        () -> generation.id("bos_token_id"),
                        () -> genai.id("model", "bos_token_id"),
                        () -> first(() -> config.id("bos_token_id"), () -> config.id("text_config", "bos_token_id"))));
    }

    private static OptionalInt contextLength(JsonFile genai, JsonFile config) {
        return first(
                () -> genai.count("model", "context_length"),
                () -> count(config, "max_position_embeddings"),
                () -> count(config, "n_positions"),
                () -> count(config, "n_ctx"),
                () -> count(config, "seq_length"),
                () -> count(config, "max_seq_len"),
                () -> count(config, "max_sequence_length"));
    }

    private static Map<String, Integer> sizes(JsonFile config) {
        Map<String, Integer> sizes = new HashMap<>();
        for (JsonNode object : List.of(config.root(), config.at("text_config"))) {
            object.properties().forEach(entry -> {
                WholeNumber.asInt(entry.getValue()).ifPresent(size -> sizes.put(entry.getKey(), size));
            });
        }
        return Map.copyOf(sizes);
    }

    private static OptionalInt heads(JsonFile config) {
        return first(
                () -> size(config, "num_attention_heads"), () -> size(config, "n_head"), () -> size(config, "n_heads"));
    }

    private static OptionalInt headSize(JsonFile config) {
        OptionalInt hidden =
                first(() -> size(config, "hidden_size"), () -> size(config, "n_embd"), () -> size(config, "d_model"));
        OptionalInt heads = heads(config);
        boolean known = hidden.isPresent() && heads.isPresent() && heads.getAsInt() > 0;
        return known ? OptionalInt.of(hidden.getAsInt() / heads.getAsInt()) : OptionalInt.empty();
    }

    /** Multimodal models keep the language model's numbers in {@code text_config}. */
    private static OptionalInt size(JsonFile config, String key) {
        return first(() -> config.size(key), () -> config.size("text_config", key));
    }

    private static OptionalInt count(JsonFile config, String key) {
        return first(() -> config.count(key), () -> config.count("text_config", key));
    }

    /** What comes behind the first that is there is not read. */
    @SafeVarargs
    private static OptionalInt first(Supplier<OptionalInt>... values) {
        for (Supplier<OptionalInt> value : values) {
            OptionalInt found = value.get();
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalInt.empty();
    }
}
