package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.request.ContentsInput;
import dev.langchain4j.model.decision.request.DecisionInput;
import dev.langchain4j.model.decision.request.FieldsInput;
import dev.langchain4j.model.decision.request.MessagesInput;
import dev.langchain4j.model.decision.request.TextInput;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is decided about, as text. */
final class DecisionText {
    private DecisionText() {}

    /** With the names of fields and roles. */
    static String of(DecisionInput input) {
        if (input instanceof TextInput text) {
            return text.text();
        }
        if (input instanceof FieldsInput fields) {
            return fields.fields().entrySet().stream().map(DecisionText::field).collect(Collectors.joining("\n"));
        }
        if (input instanceof ContentsInput contents) {
            return contents(contents.contents());
        }
        if (input instanceof MessagesInput messages) {
            return messages.messages().stream().map(DecisionText::message).collect(Collectors.joining("\n"));
        }
        throw new UnsupportedFeatureException("Inputs of type " + input.type()
                + " are not supported by isotherm; give text, fields, text contents or messages.");
    }

    /** As somebody wrote it: a field or message that is the only one stands without its name or role. */
    static String plain(DecisionInput input) {
        if (input instanceof FieldsInput fields && fields.fields().size() == 1) {
            return String.valueOf(fields.fields().values().iterator().next());
        }
        if (input instanceof MessagesInput messages
                && messages.messages().size() == 1
                && messages.messages().get(0) instanceof UserMessage user) {
            return contents(user.contents());
        }
        return of(input);
    }

    private static String field(Map.Entry<String, Object> field) {
        return field.getKey() + ": " + field.getValue();
    }

    private static String contents(List<? extends Content> contents) {
        return contents.stream()
                .map(content -> {
                    if (content instanceof TextContent text) {
                        return text.text();
                    }
                    throw new UnsupportedFeatureException("Content of type " + content.type()
                            + " is not supported by isotherm, whose models read text; send text.");
                })
                .collect(Collectors.joining("\n"));
    }

    private static String message(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return "system: " + system.text();
        }
        if (message instanceof UserMessage user) {
            return "user: " + contents(user.contents());
        }
        if (message instanceof AiMessage answer) {
            return "assistant: " + (answer.text() == null ? "" : answer.text());
        }
        throw new UnsupportedFeatureException(
                "Messages of type " + message.type() + " are not supported by isotherm; send text messages.");
    }
}
