package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Conversations with tools, for a model whose chat template has no place for them: calls are text of the assistant's, results come
 * from the user, and a call that is to be made is preceded by the tools' signatures and two made-up calls.
 */
final class ToldTools {
    private static final String ROLE = "role";
    private static final String CONTENT = "content";

    private ToldTools() {}

    /**
     * A conversation whose answer is a call.
     *
     * @param messages maps with {@code role}, {@code content}, {@code tool_calls}
     * @param tools which may be called
     * @param shown the one whose calls are shown
     * @param frame how calls are written
     * @return messages of the roles system, user and assistant
     */
    static List<Map<String, Object>> calling(
            List<Map<String, Object>> messages, List<Tool> tools, Tool shown, CallFrame frame) {
        List<Map<String, Object>> plain = plain(messages);
        List<Map<String, Object>> told = new ArrayList<>();
        boolean hasSystem = !plain.isEmpty() && "system".equals(plain.get(0).get(ROLE));
        String instruction = instruction(tools);
        told.add(message("system", hasSystem ? plain.get(0).get(CONTENT) + "\n\n" + instruction : instruction));
        for (ExampleCall example : ExampleCall.of(shown)) {
            told.add(message("user", example.request()));
            told.add(message(
                    "assistant", frame.written(List.of(new ToolCall(null, shown.name(), example.arguments())))));
        }
        told.addAll(plain.subList(hasSystem ? 1 : 0, plain.size()));
        return told;
    }

    private static String instruction(List<Tool> tools) {
        return "You are a function caller. Functions:\n"
                + tools.stream().map(ToolSignature::of).collect(Collectors.joining("\n"))
                + "\n\nWrite the call with the values from the message.";
    }

    /**
     * A conversation in which results of calls are said by the user, behind the request that they belong to. The calls
     * themselves are left out, as a small model would go on writing calls; each result names its own.
     *
     * @param messages maps with {@code role}, {@code content}, {@code tool_calls}
     * @return messages of the roles system, user and assistant
     */
    static List<Map<String, Object>> plain(List<Map<String, Object>> messages) {
        List<Map<String, Object>> plain = new ArrayList<>();
        List<ToolCall> open = new ArrayList<>();
        for (Map<String, Object> message : messages) {
            if (isResult(message)) {
                addResult(message, open, plain);
            } else if (message.get("tool_calls") instanceof List<?> calls && !calls.isEmpty()) {
                calls.forEach(call -> open.add(call(call)));
                addText(message, plain);
            } else {
                plain.add(message);
            }
        }
        return plain;
    }

    static boolean isResult(Map<String, Object> message) {
        return "tool".equals(message.get(ROLE));
    }

    private static void addText(Map<String, Object> message, List<Map<String, Object>> plain) {
        String text = String.valueOf(message.getOrDefault(CONTENT, ""));
        if (!text.isBlank()) {
            plain.add(message("assistant", text));
        }
    }

    /** To what the user said last, where the model has said nothing since. */
    private static void addResult(Map<String, Object> result, List<ToolCall> open, List<Map<String, Object>> plain) {
        String said = sentence(result, open);
        Map<String, Object> last = plain.isEmpty() ? Map.of() : plain.get(plain.size() - 1);
        if ("user".equals(last.get(ROLE))) {
            plain.set(plain.size() - 1, message("user", last.get(CONTENT) + "\n\n" + said));
        } else {
            plain.add(message("user", said));
        }
    }

    private static String sentence(Map<String, Object> result, List<ToolCall> open) {
        Object id = result.get("tool_call_id");
        ToolCall call = open.stream()
                .filter(one -> one.id() != null && one.id().equals(id))
                .findFirst()
                .orElse(null);
        String arguments = call == null ? "" : call.arguments();
        return "The result of " + result.get("name") + "(" + arguments + ") is " + result.get(CONTENT) + ".";
    }

    private static ToolCall call(Object call) {
        Map<?, ?> whole = call instanceof Map<?, ?> map ? map : Map.of();
        if (!(whole.get("function") instanceof Map<?, ?> named)) {
            throw new IllegalArgumentException("a call in a conversation is no call: " + call);
        }
        return new ToolCall(
                whole.get("id") instanceof String id ? id : null,
                String.valueOf(named.get("name")),
                JsonText.of(named.get("arguments")).json());
    }

    private static Map<String, Object> message(String role, Object content) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put(ROLE, role);
        message.put(CONTENT, content);
        return message;
    }
}
