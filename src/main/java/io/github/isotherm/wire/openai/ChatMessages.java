package io.github.isotherm.wire.openai;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.wire.TemplateVariables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a request as chat templates read them: maps with {@code role} and {@code content}, the text of parts joined by
 * line breaks, {@code reasoning_content}, {@code tool_calls} whose arguments are maps, and results of tools with the name of what
 * was called.
 */
final class ChatMessages {
    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String CALLS = "tool_calls";
    private static final String CALL_ID = "tool_call_id";

    private final List<Map<String, Object>> messages = new ArrayList<>();
    private final Map<String, String> called = new LinkedHashMap<>();

    private ChatMessages() {}

    /** Reads {@code messages}, at least one. */
    static List<Map<String, Object>> read(RequestFields fields) {
        List<RequestFields> said = fields.objects("messages");
        if (said == null || said.isEmpty()) {
            throw new InvalidRequestException(
                    "messages has no message but must have at least one, such as {\"role\": \"user\", \"content\": \"Hi\"}.",
                    "messages",
                    said == null ? InvalidRequestException.MISSING : InvalidRequestException.VALUE);
        }
        ChatMessages messages = new ChatMessages();
        said.forEach(messages::add);
        return messages.messages;
    }

    private void add(RequestFields fields) {
        Map<String, Object> message = new LinkedHashMap<>();
        String role = fields.requiredText(ROLE);
        switch (role) {
            case "system", "developer" -> plain("system", fields, message);
            case "user" -> plain("user", fields, message);
            case "assistant" -> answer(fields, message);
            case "tool" -> result(fields, message);
            default -> throw fields.wrong(ROLE, "\"system\", \"developer\", \"user\", \"assistant\" or \"tool\"");
        }
        fields.end();
        messages.add(message);
    }

    private static void plain(String role, RequestFields fields, Map<String, Object> message) {
        message.put(ROLE, role);
        name(fields, message);
        message.put(CONTENT, requiredContent(fields));
    }

    private static void name(RequestFields fields, Map<String, Object> message) {
        String name = fields.text("name");
        if (name != null) {
            message.put("name", name);
        }
    }

    private static String requiredContent(RequestFields fields) {
        String content = content(fields);
        if (content == null) {
            throw new InvalidRequestException(
                    fields.path(CONTENT) + " is left out but must be a text or a list of parts with text.",
                    fields.path(CONTENT),
                    InvalidRequestException.MISSING);
        }
        return content;
    }

    private static @Nullable String content(RequestFields fields) {
        if (!fields.isList(CONTENT)) {
            return fields.text(CONTENT);
        }
        List<RequestFields> parts = fields.objects(CONTENT);
        List<String> texts = new ArrayList<>();
        for (RequestFields part : parts == null ? List.<RequestFields>of() : parts) {
            texts.add(part(part));
        }
        return String.join("\n", texts);
    }

    private static String part(RequestFields part) {
        String type = part.requiredText("type");
        if (!type.equals("text")) {
            throw new InvalidRequestException(
                    part.path("type") + " is \"" + type
                            + "\" but must be \"text\": the models here read no images, audio or files; send text.",
                    part.path("type"),
                    InvalidRequestException.UNSUPPORTED);
        }
        String text = part.requiredText("text");
        part.end();
        return text;
    }

    private void answer(RequestFields fields, Map<String, Object> message) {
        message.put(ROLE, "assistant");
        name(fields, message);
        String content = content(fields);
        List<RequestFields> calls = fields.objects(CALLS);
        boolean calling = calls != null && !calls.isEmpty();
        message.put(CONTENT, calling && content == null ? "" : requiredContent(fields));
        thinking(fields, message);
        if (calls != null && calling) {
            message.put(CALLS, calls.stream().map(this::call).toList());
        }
        refuseOthers(fields);
    }

    private static void thinking(RequestFields fields, Map<String, Object> message) {
        String thinking = fields.text("reasoning_content");
        String reasoning = fields.text("reasoning");
        if (thinking != null || reasoning != null) {
            message.put("reasoning_content", thinking == null ? reasoning : thinking);
        }
    }

    /** What answers of OpenAI's models have beside text and calls; clients send it back as null, or empty. */
    private static void refuseOthers(RequestFields fields) {
        fields.refuse("refusal", "send what was said as content");
        fields.refuse("audio", "send text");
        fields.refuse("function_call", "send tool_calls");
        List<RequestFields> annotations = fields.objects("annotations");
        if (annotations != null && !annotations.isEmpty()) {
            fields.refuse("annotations", "leave them out");
        }
    }

    private Map<String, Object> call(RequestFields fields) {
        String type = fields.text("type");
        if (type != null && !type.equals("function")) {
            throw fields.wrong("type", "\"function\"");
        }
        // A client that put a stream together has it left over.
        fields.whole("index", 0, Integer.MAX_VALUE);
        String id = fields.requiredText("id");
        RequestFields function = fields.object("function");
        if (function == null) {
            throw new InvalidRequestException(
                    fields.path("function") + " is left out but must have a name and arguments.",
                    fields.path("function"),
                    InvalidRequestException.MISSING);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", function.requiredText("name"));
        named.put("arguments", arguments(function));
        function.end();
        fields.end();
        called.put(id, String.valueOf(named.get("name")));
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("type", "function");
        call.put("id", id);
        call.put("function", named);
        return call;
    }

    private static Map<String, Object> arguments(RequestFields function) {
        String json = function.requiredText("arguments");
        if (json.isBlank()) {
            return Map.of();
        }
        try {
            return TemplateVariables.read(json);
        } catch (InvalidValueException e) {
            throw function.refused(
                    "arguments",
                    function.path("arguments") + " must be the text of one JSON object; write {} for none.");
        }
    }

    private void result(RequestFields fields, Map<String, Object> message) {
        String id = fields.requiredText(CALL_ID);
        String name = fields.text("name");
        String callee = called.get(id);
        if (callee == null) {
            throw fields.refused(
                    CALL_ID,
                    fields.path(CALL_ID)
                            + " is the id of no call in an assistant message before it; send that message, too.");
        }
        message.put(ROLE, "tool");
        message.put("name", name == null ? callee : name);
        message.put(CALL_ID, id);
        message.put(CONTENT, requiredContent(fields));
    }
}
