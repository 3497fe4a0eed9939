package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.PartialToolCall;
import io.github.isotherm.chat.ToolCall;

/** Calls in answers as LangChain4j's requests to execute tools. */
final class ToolRequests {
    private ToolRequests() {}

    private static String id(int index) {
        return "call_" + index;
    }

    /** A piece of arguments, of a call that the model gives no id. */
    static PartialToolCall partial(int index, String name, String piece) {
        return PartialToolCall.builder()
                .index(index)
                .id(id(index))
                .name(name)
                .partialArguments(piece)
                .build();
    }

    /** A call under the id that the model gave it, else its number. */
    static ToolExecutionRequest of(int index, ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id() == null ? id(index) : call.id())
                .name(call.name())
                .arguments(call.arguments())
                .build();
    }
}
