package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Conversations with tools, for a model whose chat template has no place for them: calls are text of the assistant's, results come
 * from the user, and a call that is to be made is preceded by the tools' signatures and two made-up calls.
 */
final class ToldTools {
    private ToldTools() {}

    /**
     * A conversation whose answer is a call.
     *
     * @param messages maps with {@code role}, {@code content}, {@code tool_calls}
     * @param tools which may be called
     * @param shown the one whose calls are shown
     * @param frame how calls are written
     * @param takesSystem whether the template has words for a system message; if not, the user says it
     * @return messages of the roles system, user and assistant
     */
    static List<Map<String, Object>> calling(
            List<Map<String, Object>> messages, List<Tool> tools, Tool shown, CallFrame frame, boolean takesSystem) {
        List<Map<String, Object>> plain = plain(messages);
        boolean hasSystem = !plain.isEmpty() && Messages.isOf(Messages.SYSTEM, plain.get(0));
        String instruction = instruction(tools);
        List<Map<String, Object>> told = new ArrayList<>();
        if (hasSystem) {
            told.add(Messages.of(Messages.SYSTEM, plain.get(0).get(Messages.CONTENT) + "\n\n" + instruction));
        } else if (takesSystem) {
            told.add(Messages.of(Messages.SYSTEM, instruction));
        }
        String before = told.isEmpty() ? instruction + "\n\n" : "";
        for (ExampleCall example : ExampleCall.of(shown)) {
            told.add(Messages.of(Messages.USER, before + example.request()));
            told.add(Messages.of(
                    Messages.ASSISTANT, frame.written(List.of(new ToolCall(null, shown.name(), example.arguments())))));
            before = "";
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
        return Messages.isOf(Messages.TOOL, message);
    }

    private static void addText(Map<String, Object> message, List<Map<String, Object>> plain) {
        String text = String.valueOf(message.getOrDefault(Messages.CONTENT, ""));
        if (!text.isBlank()) {
            plain.add(Messages.of(Messages.ASSISTANT, text));
        }
    }

    /** To what the user said last, where the model has said nothing since. */
    private static void addResult(Map<String, Object> result, List<ToolCall> open, List<Map<String, Object>> plain) {
        String said = sentence(result, open);
        Map<String, Object> last = plain.isEmpty() ? Map.of() : plain.get(plain.size() - 1);
        if (Messages.isOf(Messages.USER, last)) {
            plain.set(plain.size() - 1, Messages.of(Messages.USER, last.get(Messages.CONTENT) + "\n\n" + said));
        } else {
            plain.add(Messages.of(Messages.USER, said));
        }
    }

    private static String sentence(Map<String, Object> result, List<ToolCall> open) {
        Object id = result.get("tool_call_id");
        ToolCall call = open.stream()
                .filter(one -> one.id() != null && one.id().equals(id))
                .findFirst()
                .orElse(null);
        String arguments = call == null ? "" : call.arguments();
        return "The result of " + result.get("name") + "(" + arguments + ") is " + result.get(Messages.CONTENT) + ".";
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
}
