package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Messages as the prompt of a ChatML model: {@code <|im_start|>role\ntext<|im_end|>\n}, then the opening of the answer.
 * Without a system message the bundled model's own template adds one.
 */
final class ChatFormat {
    private static final String DEFAULT_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";

    private ChatFormat() {}

    static String prompt(List<ChatMessage> messages) {
        StringBuilder prompt = new StringBuilder();
        if (!(messages.get(0) instanceof SystemMessage)) {
            append(prompt, "system", DEFAULT_SYSTEM);
        }
        for (ChatMessage message : messages) {
            append(prompt, role(message), text(message));
        }
        return prompt.append("<|im_start|>assistant\n").toString();
    }

    private static void append(StringBuilder prompt, String role, String text) {
        prompt.append("<|im_start|>").append(role).append('\n').append(text).append("<|im_end|>\n");
    }

    private static String role(ChatMessage message) {
        return switch (message.type()) {
            case SYSTEM -> "system";
            case USER -> "user";
            case AI -> "assistant";
            case TOOL_EXECUTION_RESULT, CUSTOM ->
                throw new UnsupportedFeatureException(
                        "Messages of type " + message.type() + " are not supported by isotherm; send text messages.");
        };
    }

    private static String text(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return system.text();
        }
        if (message instanceof AiMessage answer) {
            return answer.text() == null ? "" : answer.text();
        }
        return ((UserMessage) message).contents().stream().map(ChatFormat::text).collect(Collectors.joining("\n"));
    }

    private static String text(Content content) {
        if (content instanceof TextContent text) {
            return text.text();
        }
        String kind =
                content.type() == ContentType.IMAGE ? "image" : content.type().toString();
        throw new UnsupportedFeatureException(
                "Content of type " + kind + " is not supported by isotherm, whose models read text; send text.");
    }
}
