package io.github.isotherm.wire.openai;

import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.generate.FinishReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a reply.
 *
 * @param answer the answer
 * @param callIds the names of its calls, one each
 * @param reason why it ended
 * @param logprobs as {@link ChatLogprobs} writes them; null where none were asked for
 */
public record ChatChoice(
        Answer answer,
        List<String> callIds,
        FinishReason reason,
        @Nullable Map<String, @Nullable Object> logprobs) {
    /** Copies the list. */
    public ChatChoice {
        callIds = List.copyOf(callIds);
    }

    /**
     * Why an answer ended, in OpenAI's words.
     *
     * @param answer the answer
     * @param reason why its generation ended, not because of somebody's will
     * @return {@code tool_calls} for one with calls, else {@code stop} or {@code length}
     */
    public static String finishReason(Answer answer, FinishReason reason) {
        if (!answer.calls().isEmpty()) {
            return "tool_calls";
        }
        return reason == FinishReason.LENGTH ? "length" : "stop";
    }

    /** {@code index, message, logprobs, finish_reason}. */
    Map<String, @Nullable Object> json(int index) {
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("index", index);
        choice.put("message", message());
        choice.put("logprobs", logprobs);
        choice.put("finish_reason", finishReason(answer, reason));
        return choice;
    }

    private Map<String, @Nullable Object> message() {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", answer.text().isEmpty() && !answer.calls().isEmpty() ? null : answer.text());
        message.put("refusal", null);
        if (answer.thinking() != null) {
            message.put("reasoning_content", answer.thinking());
        }
        if (!answer.calls().isEmpty()) {
            List<Map<String, Object>> calls = new ArrayList<>();
            for (int i = 0; i < callIds.size(); i++) {
                calls.add(call(callIds.get(i), answer.calls().get(i)));
            }
            message.put("tool_calls", calls);
        }
        return message;
    }

    private static Map<String, Object> call(String id, ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", call.arguments());
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("id", id);
        whole.put("type", "function");
        whole.put("function", function);
        return whole;
    }
}
