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
        List<Map<String, Object>> plain = plain(messages, frame);
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
     * A conversation in which calls and their results are said as text.
     *
     * @param messages maps with {@code role}, {@code content}, {@code tool_calls}
     * @param frame how calls are written
     * @return messages of the roles system, user and assistant
     */
    static List<Map<String, Object>> plain(List<Map<String, Object>> messages, CallFrame frame) {
        List<Map<String, Object>> plain = new ArrayList<>();
        List<String> results = new ArrayList<>();
        String question = "";
        for (Map<String, Object> message : messages) {
            if (isResult(message)) {
                results.add("The result of " + message.get("name") + " is " + message.get(CONTENT));
                continue;
            }
            addResults(results, question, plain);
            if ("user".equals(message.get(ROLE))) {
                question = String.valueOf(message.get(CONTENT));
            }
            plain.add(message.get("tool_calls") instanceof List<?> calls ? withCalls(message, calls, frame) : message);
        }
        addResults(results, question, plain);
        return plain;
    }

    static boolean isResult(Map<String, Object> message) {
        return "tool".equals(message.get(ROLE));
    }

    private static void addResults(List<String> results, String question, List<Map<String, Object>> plain) {
        if (!results.isEmpty()) {
            plain.add(message("user", String.join("\n", results) + "\n\n" + question));
            results.clear();
        }
    }

    private static Map<String, Object> withCalls(Map<String, Object> message, List<?> calls, CallFrame frame) {
        String text = String.valueOf(message.getOrDefault(CONTENT, ""));
        String written = frame.written(calls.stream().map(ToldTools::call).toList());
        Map<String, Object> said = new LinkedHashMap<>(message);
        said.remove("tool_calls");
        said.put(CONTENT, text.isBlank() ? written : text + "\n" + written);
        return said;
    }

    private static ToolCall call(Object call) {
        Object function = call instanceof Map<?, ?> map ? map.get("function") : null;
        if (!(function instanceof Map<?, ?> named)) {
            throw new IllegalArgumentException("a call in a conversation is no call: " + call);
        }
        return new ToolCall(
                null,
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
