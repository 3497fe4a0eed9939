package io.github.isotherm.wire.openai;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens of a request.
 *
 * @param promptTokens of all prompts together, each once
 * @param completionTokens of all that was generated, what {@code best_of} left out too
 */
public record Usage(int promptTokens, int completionTokens) {
    /**
     * Usage as JSON.
     *
     * @return {@code prompt_tokens, completion_tokens, total_tokens}
     */
    public Map<String, Object> json() {
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("prompt_tokens", promptTokens);
        usage.put("completion_tokens", completionTokens);
        usage.put("total_tokens", promptTokens + completionTokens);
        return usage;
    }
}
