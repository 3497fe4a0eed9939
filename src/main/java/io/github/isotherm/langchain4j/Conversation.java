package io.github.isotherm.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** LangChain4j's messages as chat templates read them. */
final class Conversation {
    private Conversation() {}

    /** Messages as maps, as templates read them. */
    static List<Map<String, Object>> said(List<ChatMessage> messages) {
        return messages.stream().map(Conversation::message).toList();
    }

    private static Map<String, Object> message(ChatMessage message) {
        Map<String, Object> variables = new LinkedHashMap<>();
        if (message instanceof SystemMessage system) {
            variables.put("role", "system");
            variables.put("content", system.text());
        } else if (message instanceof UserMessage user) {
            variables.put("role", "user");
            variables.put("content", text(user.contents()));
        } else if (message instanceof AiMessage answer) {
            variables.put("role", "assistant");
            variables.put("content", answer.text() == null ? "" : answer.text());
            if (answer.thinking() != null) {
                variables.put("reasoning_content", answer.thinking());
            }
            if (answer.hasToolExecutionRequests()) {
                variables.put(
                        "tool_calls",
                        answer.toolExecutionRequests().stream()
                                .map(Conversation::call)
                                .toList());
            }
        } else if (message instanceof ToolExecutionResultMessage result) {
            variables.put("role", "tool");
            variables.put("name", result.toolName());
            variables.put("tool_call_id", result.id() == null ? "" : result.id());
            variables.put("content", given(result));
        } else {
            throw new UnsupportedFeatureException(
                    "Messages of type " + message.type() + " are not supported by isotherm; send text messages.");
        }
        return variables;
    }

    /** Before langchain4j-core 1.13 a result is a text and has no contents. */
    private static String given(ToolExecutionResultMessage result) {
        try {
            return text(result.contents());
        } catch (NoSuchMethodError e) {
            return result.text();
        }
    }

    private static String text(List<Content> contents) {
        return contents.stream().map(Conversation::text).collect(Collectors.joining("\n"));
    }

    private static String text(Content content) {
        if (content instanceof TextContent text) {
            return text.text();
        }
        String kind = content.type() == ContentType.IMAGE
                ? "image"
                : content.type().toString().toLowerCase(Locale.ROOT);
        throw new UnsupportedFeatureException("Content of type " + kind
                + " is not supported by isotherm, whose models read no non-text content; send text.");
    }

    private static Map<String, Object> call(ToolExecutionRequest request) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", request.name());
        function.put("arguments", arguments(request.arguments()));
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("type", "function");
        if (request.id() != null) {
            call.put("id", request.id());
        }
        call.put("function", function);
        return call;
    }

    private static Object arguments(String json) {
        return json == null || json.isBlank() ? Map.of() : Json.fromJson(json, Map.class);
    }
}
