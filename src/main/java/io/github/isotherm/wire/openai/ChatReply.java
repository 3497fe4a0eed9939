package io.github.isotherm.wire.openai;

import io.github.isotherm.report.JsonLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a chat as JSON, whole or in pieces.
 *
 * @param id of the answer, such as {@code chatcmpl-…}
 * @param created when it was begun, in seconds since 1970
 * @param model what answers
 * @param seed the key of all draws: with it the same request gives the same answer again
 * @param includeUsage whether pieces have the field {@code usage}: null in all but the last
 */
public record ChatReply(String id, long created, String model, long seed, boolean includeUsage) {
    private Map<String, @Nullable Object> head(String object) {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("id", id);
        head.put("object", object);
        head.put("created", created);
        head.put("model", model);
        head.put("seed", seed);
        return head;
    }

    /**
     * The whole answer.
     *
     * @param choices one a sample
     * @param usage its tokens
     * @return one line
     */
    public String whole(List<ChatChoice> choices, Usage usage) {
        Map<String, @Nullable Object> reply = head("chat.completion");
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            all.add(choices.get(i).json(i));
        }
        reply.put("choices", all);
        reply.put("usage", usage.json());
        return JsonLine.of(reply);
    }

    /**
     * A piece of the answer.
     *
     * @param index of the sample
     * @param delta what it adds
     * @param logprobs of the tokens that came with it; null where none were asked for
     * @return one line
     */
    public String chunk(int index, ChatDelta delta, @Nullable Map<String, @Nullable Object> logprobs) {
        return JsonLine.of(chunk(List.of(choice(index, delta, logprobs, null))));
    }

    /**
     * The last piece of a sample.
     *
     * @param index of the sample
     * @param reason why it ended, in OpenAI's words
     * @param logprobs of the tokens that no piece came with; null where none were asked for
     * @return one line
     */
    public String end(int index, String reason, @Nullable Map<String, @Nullable Object> logprobs) {
        return JsonLine.of(chunk(List.of(choice(index, ChatDelta.NOTHING, logprobs, reason))));
    }

    /**
     * The piece behind all others that tells the usage.
     *
     * @param usage tokens of all samples
     * @return one line, without choices
     */
    public String usage(Usage usage) {
        Map<String, @Nullable Object> chunk = chunk(List.of());
        chunk.put("usage", usage.json());
        return JsonLine.of(chunk);
    }

    private Map<String, @Nullable Object> chunk(List<Map<String, @Nullable Object>> choices) {
        Map<String, @Nullable Object> chunk = head("chat.completion.chunk");
        chunk.put("choices", choices);
        if (includeUsage) {
            chunk.put("usage", null);
        }
        return chunk;
    }

    private static Map<String, @Nullable Object> choice(
            int index, ChatDelta delta, @Nullable Map<String, @Nullable Object> logprobs, @Nullable String reason) {
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("index", index);
        choice.put("delta", delta.json());
        choice.put("logprobs", logprobs);
        choice.put("finish_reason", reason);
        return choice;
    }
}
