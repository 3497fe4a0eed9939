package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sampling that a model's publisher recommends. */
final class DefaultSampling {
    private static final List<String> FIELDS = List.of(
            "do_sample",
            "temperature",
            "top_k",
            "top_p",
            "min_p",
            "typical_p",
            "epsilon_cutoff",
            "eta_cutoff",
            "top_h",
            "repetition_penalty",
            "no_repeat_ngram_size",
            "min_length",
            "min_new_tokens");

    private DefaultSampling() {}

    /** Field by field: {@code generation_config.json}, else {@code search} of {@code genai_config.json}. */
    static Map<String, Object> from(JsonFile genai, JsonFile generation) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String field : FIELDS) {
            JsonNode value = generation.at(field);
            add(values, field, value.isMissingNode() ? genai.at("search", field) : value);
        }
        return values;
    }

    private static void add(Map<String, Object> values, String field, JsonNode value) {
        if (value.isBoolean()) {
            values.put(field, value.booleanValue());
        } else if (value.isNumber()) {
            values.put(field, value.numberValue());
        }
    }
}
