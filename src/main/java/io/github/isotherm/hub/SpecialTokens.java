package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names a tokenizer gives its control tokens, as chat templates use them. */
final class SpecialTokens {
    static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token", "mask_token");

    private SpecialTokens() {}

    /** Role ("bos_token", …) to text; {@code tokenizer_config.json} wins over {@code special_tokens_map.json}. */
    static Map<String, String> from(JsonFile tokenizerConfig, JsonFile specialTokensMap) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String role : ROLES) {
            JsonNode value = tokenizerConfig.at(role);
            String text = text(value.isMissingNode() ? specialTokensMap.at(role) : value);
            if (!text.isEmpty()) {
                tokens.put(role, text);
            }
        }
        return tokens;
    }

    /** Plain, or an object with "content"; empty for anything else. */
    static String text(JsonNode value) {
        JsonNode text = value.isObject() ? value.path("content") : value;
        return text.isTextual() ? text.textValue() : "";
    }
}
