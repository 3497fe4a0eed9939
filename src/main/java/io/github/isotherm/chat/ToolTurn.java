package io.github.isotherm.chat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with tools as one model can take it, and what its answer may be.
 *
 * @param messages what the chat template is told: maps with {@code role}, {@code content} and others
 * @param tools what the chat template is told of tools; none where it has no place for them
 * @param calls what the answer is held to; null where it may be text
 */
public record ToolTurn(
        List<Map<String, Object>> messages,
        List<Tool> tools,
        @Nullable CallsConstraint calls) {
    /** As many calls as an answer may have. */
    public static final int MOST_CALLS = 16;

    /**
     * Prepares a conversation.
     *
     * @param model what answers
     * @param messages maps with {@code role}, {@code content}, {@code tool_calls}; results of tools have the role {@code tool}
     * @param offered what may be called; none for no calls
     * @param choice whether a call is to be made
     * @param cancellation stops the model from another thread, where it decides
     * @return the conversation
     */
    public static ToolTurn of(
            LocalModel model,
            List<Map<String, Object>> messages,
            List<Tool> offered,
            ToolChoice choice,
            Cancellation cancellation) {
        if (model.knowsTools()) {
            return new ToolTurn(messages, offered, null);
        }
        Optional<Tool> called =
                offered.isEmpty() ? Optional.empty() : called(model, messages, offered, choice, cancellation);
        return called.map(tool -> calling(messages, offered, tool))
                .orElseGet(() -> new ToolTurn(readable(model, messages), List.of(), null));
    }

    /** A template that has no words for calls would leave them out. */
    private static List<Map<String, Object>> readable(LocalModel model, List<Map<String, Object>> messages) {
        return model.chatFormat().reads("tool_calls") ? messages : ToldTools.plain(messages);
    }

    private static ToolTurn calling(List<Map<String, Object>> messages, List<Tool> tools, Tool called) {
        return new ToolTurn(
                ToldTools.calling(messages, tools, called, CallFrame.LINES),
                List.of(),
                new CallsConstraint(CallFrame.LINES, List.of(called), tools, MOST_CALLS));
    }

    /** Behind the result of a call the model says what it likes, unless another call is required. */
    private static Optional<Tool> called(
            LocalModel model,
            List<Map<String, Object>> messages,
            List<Tool> tools,
            ToolChoice choice,
            Cancellation cancellation) {
        boolean required = choice == ToolChoice.REQUIRED;
        if (required && tools.size() == 1) {
            return Optional.of(tools.get(0));
        }
        String asked = lastRequest(messages);
        if (asked.isBlank() || (!required && ToldTools.isResult(messages.get(messages.size() - 1)))) {
            return required ? Optional.of(tools.get(0)) : Optional.empty();
        }
        ToolDecision decision = ToolDecision.of(model, tools, asked, cancellation);
        return required ? Optional.of(decision.tool()) : decision.called();
    }

    private static String lastRequest(List<Map<String, Object>> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if ("user".equals(messages.get(i).get("role"))) {
                return String.valueOf(messages.get(i).get("content"));
            }
        }
        return "";
    }
}
