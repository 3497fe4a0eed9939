package io.github.isotherm.wire.openai;

import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.report.JsonLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all answers to one request of {@code /v1/completions} have in common: whole ones and pieces have the same form.
 *
 * @param id of the answer
 * @param created when, in seconds since 1970
 * @param model the model's name
 * @param seed the key of all draws
 */
public record CompletionReply(String id, long created, String model, long seed) {
    /**
     * One completion, or a piece of it.
     *
     * @param index its prompt's by the choices a prompt, and its own among those
     * @param text the text, or the next piece of it
     * @param logprobs of its tokens, as {@link TextLogprobs} makes them, or null where none are asked for
     * @param finishReason why it ended, or null before it does
     */
    public record Choice(
            int index,
            String text,
            @Nullable Map<String, Object> logprobs,
            @Nullable FinishReason finishReason) {
        private Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("text", text);
            json.put("index", index);
            json.put("logprobs", logprobs);
            json.put("finish_reason", finishReason == null ? null : reason(finishReason));
            return json;
        }
    }

    /**
     * Why a text ended, in OpenAI's words, which has two: where the model or a stop string ended it, and where something cut it.
     *
     * @param reason why
     * @return {@code stop} or {@code length}
     */
    public static String reason(FinishReason reason) {
        return reason == FinishReason.STOP ? "stop" : "length";
    }

    /**
     * The whole answer.
     *
     * @param choices in order of their indices
     * @param usage of all of them
     * @return one line of JSON
     */
    public String whole(List<Choice> choices, Usage usage) {
        Map<String, @Nullable Object> json = json(choices);
        json.put("usage", usage.json());
        return JsonLine.of(json);
    }

    /**
     * A piece of one choice.
     *
     * @param choice the piece
     * @param includeUsage whether a last piece will bring the usage, so that null stands here
     * @return one line of JSON
     */
    public String piece(Choice choice, boolean includeUsage) {
        Map<String, @Nullable Object> json = json(List.of(choice));
        if (includeUsage) {
            json.put("usage", null);
        }
        return JsonLine.of(json);
    }

    /**
     * The piece behind all others, which brings the usage.
     *
     * @param usage of all choices
     * @return one line of JSON, without choices
     */
    public String usage(Usage usage) {
        return whole(List.of(), usage);
    }

    private Map<String, @Nullable Object> json(List<Choice> choices) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", "text_completion");
        json.put("created", created);
        json.put("model", model);
        json.put("choices", choices.stream().map(Choice::json).toList());
        json.put("seed", seed);
        return json;
    }
}
