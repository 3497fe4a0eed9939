package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tool calls in a model's answer, in the forms that JSON-speaking models use: {@code <tool_call>{…}</tool_call>} (Hermes,
 * Qwen, SmolLM), {@code [TOOL_CALLS][{…}]} (Mistral), and a bare {@code {"name": …, "parameters": {…}}} as the whole
 * answer (Llama 3).
 *
 * @param text what is left of the answer, or null when nothing is
 * @param requests the calls, in order
 */
record ToolCalls(@Nullable String text, List<ToolExecutionRequest> requests) {
    private static final Pattern TAGGED = Pattern.compile("<tool_call>(.*?)(?:</tool_call>|\\z)", Pattern.DOTALL);
    private static final Pattern LISTED = Pattern.compile("\\[TOOL_CALLS]\\s*(\\[.*])", Pattern.DOTALL);

    static ToolCalls in(String answer) {
        Matcher listed = LISTED.matcher(answer);
        if (listed.find()) {
            return new ToolCalls(rest(answer.substring(0, listed.start())), list(listed.group(1)));
        }
        List<ToolExecutionRequest> requests = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        Matcher tagged = TAGGED.matcher(answer);
        while (tagged.find()) {
            ToolExecutionRequest request = request(parsed(tagged.group(1), Map.class), requests.size());
            if (request != null) {
                requests.add(request);
                tagged.appendReplacement(rest, "");
            }
        }
        tagged.appendTail(rest);
        if (!requests.isEmpty()) {
            return new ToolCalls(rest(rest.toString()), requests);
        }
        ToolExecutionRequest bare = request(parsed(answer, Map.class), 0);
        return bare == null ? new ToolCalls(answer, List.of()) : new ToolCalls(null, List.of(bare));
    }

    private static @Nullable String rest(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static List<ToolExecutionRequest> list(String json) {
        List<ToolExecutionRequest> requests = new ArrayList<>();
        List<?> calls = parsed(json, List.class);
        for (Object call : calls == null ? List.of() : calls) {
            ToolExecutionRequest request = request(call, requests.size());
            if (request != null) {
                requests.add(request);
            }
        }
        return requests;
    }

    private static <T> @Nullable T parsed(String json, Class<T> type) {
        try {
            return Json.fromJson(json.strip(), type);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static @Nullable ToolExecutionRequest request(@Nullable Object call, int index) {
        if (!(call instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
            return null;
        }
        Object arguments = map.containsKey("arguments") ? map.get("arguments") : map.get("parameters");
        if (arguments == null) {
            return null;
        }
        Object id = map.get("id");
        return ToolExecutionRequest.builder()
                .id(id instanceof String given ? given : "call_" + index)
                .name(name)
                .arguments(arguments instanceof String json ? json : Json.toJson(arguments))
                .build();
    }
}
