package io.github.isotherm.wire.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.Completion;
import io.github.isotherm.TextScore;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.wire.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a batch's answers.
 *
 * @param key of the row that it answers, and of its temperature
 * @param json the line, without its end
 * @param form what it holds
 * @param temperature which of the batch's it is at; null in a batch without
 * @param promptTokens read for it
 * @param completionTokens written for it
 */
public record BatchAnswer(
        String key, String json, Form form, @Nullable Double temperature, int promptTokens, int completionTokens) {
    private static final int LEAST_ERROR = 400;
    private static final String LINE = "line";
    private static final String ERROR = "error";
    private static final String RESPONSE = "response";
    static final String TOKEN_IDS = "token_ids";
    static final String LOGPROBS = "logprobs";
    private static final String LOGPROB = "logprob";
    static final String ENTROPIES = "entropies";
    private static final String PROMPT_TOKENS = "prompt_tokens";

    /** What a line holds. */
    public enum Form {
        /** The text that completes a prompt. */
        COMPLETION,
        /** The same, with its tokens, their probabilities and entropies. */
        COMPLETION_WITH_TOKENS,
        /** How probable a text is. */
        SCORE,
        /** A reply of OpenAI's form. */
        REPLY,
        /** Why there is nothing else. */
        ERROR
    }

    /** What a line of a completion tells beside its text. */
    public enum Details {
        /** Nothing. */
        NONE,
        /** {@code logprobs}. */
        LOGPROBS,
        /** {@code token_ids, logprobs, entropies}. */
        TOKENS
    }

    /**
     * Whether it tells of a failure.
     *
     * @return true where the row has no other answer
     */
    public boolean isError() {
        return form == Form.ERROR;
    }

    /**
     * A prompt that was completed: {@code id, temperature, text, finish_reason, seed, prompt_tokens, completion_tokens}, and with
     * details {@code token_ids}, {@code logprobs}, ln p of each token under the model, in nats, and {@code entropies} of what each
     * was drawn from, in nats.
     *
     * @param row which
     * @param temperature which of the batch's, or null
     * @param completion of its prompt, with traces where details are wanted
     * @param details what else is told
     * @return the line
     */
    public static BatchAnswer of(BatchRow row, @Nullable Double temperature, Completion completion, Details details) {
        int read = completion.result().promptTokens();
        int written = completion.result().completionTokens();
        Map<String, @Nullable Object> line = begun(row, temperature);
        line.put("text", completion.text());
        line.put("finish_reason", completion.finishReason().toString());
        line.put("seed", completion.seed());
        line.put(PROMPT_TOKENS, read);
        line.put("completion_tokens", written);
        if (details == Details.TOKENS) {
            line.put(TOKEN_IDS, completion.result().tokens().toArray());
        }
        if (details != Details.NONE) {
            line.put(
                    LOGPROBS,
                    completion.traces().stream().map(StepTrace::logprobRaw).toList());
        }
        if (details == Details.TOKENS) {
            line.put(
                    ENTROPIES,
                    completion.traces().stream().map(StepTrace::entropy).toList());
        }
        Form form = details == Details.TOKENS ? Form.COMPLETION_WITH_TOKENS : Form.COMPLETION;
        return new BatchAnswer(row.key(temperature), JsonLine.of(line), form, temperature, read, written);
    }

    /**
     * A text that was scored: {@code id, logprob, token_ids, logprobs, prompt_tokens}. The logarithms are natural ones; one of a token
     * that nothing stands before is null, and not in the sum.
     *
     * @param row which
     * @param score of its text
     * @return the line
     */
    public static BatchAnswer of(BatchRow row, TextScore score) {
        Map<String, @Nullable Object> line = begun(row, null);
        line.put(LOGPROB, score.logprob());
        line.put(TOKEN_IDS, score.ids());
        line.put(LOGPROBS, score.logprobs());
        line.put(PROMPT_TOKENS, score.read());
        return new BatchAnswer(row.key(), JsonLine.of(line), Form.SCORE, null, score.read(), 0);
    }

    private static Map<String, @Nullable Object> begun(BatchRow row, @Nullable Double temperature) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(BatchRow.ID, json(row.key()));
        putTemperature(line, temperature);
        return line;
    }

    private static void putTemperature(Map<String, @Nullable Object> line, @Nullable Double temperature) {
        if (temperature != null) {
            line.put(BatchRow.TEMPERATURE, temperature);
        }
    }

    /**
     * A request that was answered: {@code id, custom_id, temperature, response{status_code, request_id, body}, error}.
     *
     * @param row which
     * @param temperature which of the batch's, or null
     * @param name of the answer
     * @param reply what a server would have answered
     * @return the line
     */
    public static BatchAnswer of(BatchRow row, @Nullable Double temperature, String name, Reply reply) {
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("status_code", reply.status());
        response.put("request_id", name);
        response.put("body", json(reply.json()));
        return new BatchAnswer(
                row.key(temperature),
                request(row, temperature, name, response, null),
                reply.status() >= LEAST_ERROR ? Form.ERROR : Form.REPLY,
                temperature,
                reply.promptTokens(),
                reply.completionTokens());
    }

    /**
     * What a server would have answered.
     *
     * @param status of HTTP
     * @param json the body
     * @param promptTokens read for it
     * @param completionTokens written for it
     */
    public record Reply(int status, String json, int promptTokens, int completionTokens) {}

    /**
     * A row that has no answer: {@code id, error}, of a line without an id {@code line, error}, of a request {@code error{code,
     * message}} beside a response that is null.
     *
     * @param row which
     * @param temperature which of the batch's, or null
     * @param name of the answer
     * @param sentence why
     * @return the line
     */
    public static BatchAnswer failed(BatchRow row, @Nullable Double temperature, String name, String sentence) {
        String json;
        if (row.isRequest()) {
            json = request(row, temperature, name, null, Map.of("code", "invalid_line", "message", sentence));
        } else {
            Map<String, @Nullable Object> line = row.hasId() ? begun(row, temperature) : new LinkedHashMap<>();
            if (!row.hasId()) {
                line.put(LINE, row.line());
            }
            line.put(ERROR, sentence);
            json = JsonLine.of(line);
        }
        return new BatchAnswer(row.key(temperature), json, Form.ERROR, temperature, 0, 0);
    }

    private static String request(
            BatchRow row,
            @Nullable Double temperature,
            String name,
            @Nullable Object response,
            @Nullable Map<String, String> error) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(BatchRow.ID, "batch_req_" + name);
        line.put(BatchRow.CUSTOM_ID, json(row.key()));
        putTemperature(line, temperature);
        line.put(RESPONSE, response);
        line.put(ERROR, error);
        return JsonLine.of(line);
    }

    private static JsonNode json(String text) {
        try {
            return StrictJson.READER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // it was written by us
        }
    }

    /**
     * Reads a line that was written.
     *
     * @param line without its end
     * @return the answer, without the tokens of it; null where it is none
     */
    public static @Nullable BatchAnswer read(String line) {
        JsonNode answer;
        try {
            answer = StrictJson.READER.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
        String key = key(answer);
        Form form = form(answer);
        if (key == null || form == null) {
            return null;
        }
        JsonNode at = answer.get(BatchRow.TEMPERATURE);
        Double temperature = at != null && at.isNumber() ? at.asDouble() : null;
        return new BatchAnswer(BatchRow.key(key, temperature), line, form, temperature, 0, 0);
    }

    private static @Nullable Form form(JsonNode answer) {
        if (answer.hasNonNull(ERROR) || answer.at("/response/status_code").asInt() >= LEAST_ERROR) {
            return Form.ERROR;
        }
        if (answer.has(RESPONSE)) {
            return Form.REPLY;
        }
        if (answer.has("text")) {
            return answer.has(ENTROPIES) ? Form.COMPLETION_WITH_TOKENS : Form.COMPLETION;
        }
        return answer.has(LOGPROB) ? Form.SCORE : null;
    }

    private static @Nullable String key(JsonNode answer) {
        JsonNode custom = answer.get(BatchRow.CUSTOM_ID);
        JsonNode id = custom == null ? answer.get(BatchRow.ID) : custom;
        if (id != null && BatchRow.isId(id)) {
            return id.toString();
        }
        JsonNode line = answer.get(LINE);
        return line != null && line.isIntegralNumber() ? BatchRow.place(line.asLong()) : null;
    }
}
