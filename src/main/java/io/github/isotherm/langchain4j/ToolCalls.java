package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.github.isotherm.generate.MarkedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tool calls in a model's answer, in the forms that JSON-speaking models use: {@code <tool_call>{…}</tool_call>} (Hermes,
 * Qwen, SmolLM), {@code [TOOL_CALLS][{…}]} and {@code [TOOL_CALLS]name[ARGS]{…}} (Mistral), and bare {@code {"name": …,
 * "parameters": {…}}} as the whole answer (Llama 3), several of them one after the other or in a list. Markers are found
 * whether they are special tokens or text.
 *
 * @param text what people read of what is left of the answer, or null when nothing is
 * @param requests the calls, in order
 */
record ToolCalls(@Nullable String text, List<ToolExecutionRequest> requests) {
    static ToolCalls in(MarkedText answer) {
        ToolCallReader reader = new ToolCallReader(answer);
        List<ToolExecutionRequest> marked = reader.marked();
        if (!marked.isEmpty()) {
            return new ToolCalls(rest(reader.rest()), marked);
        }
        List<ToolExecutionRequest> bare = ToolCallReader.bare(answer.plain());
        return bare.isEmpty() ? new ToolCalls(answer.plain(), List.of()) : new ToolCalls(null, bare);
    }

    private static @Nullable String rest(String text) {
        return text.isBlank() ? null : text.strip();
    }
}
