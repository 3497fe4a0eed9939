package io.github.isotherm.wire.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.Completion;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.wire.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a batch's answers.
 *
 * @param key of the row that it answers
 * @param json the line, without its end
 * @param isError whether it tells of a failure
 * @param promptTokens read for it
 * @param completionTokens written for it
 */
public record BatchAnswer(String key, String json, boolean isError, int promptTokens, int completionTokens) {
    private static final int LEAST_ERROR = 400;
    private static final String LINE = "line";
    private static final String ERROR = "error";

    /**
     * A prompt that was completed: {@code id, text, finish_reason, seed, prompt_tokens, completion_tokens}, and {@code logprobs}, ln
     * p of each token under the model, in nats, where there are traces.
     *
     * @param row which
     * @param completion of its prompt
     * @return the line
     */
    public static BatchAnswer of(BatchRow row, Completion completion) {
        int read = completion.result().promptTokens();
        int written = completion.result().completionTokens();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(BatchRow.ID, json(row.key()));
        line.put("text", completion.text());
        line.put("finish_reason", completion.finishReason().toString());
        line.put("seed", completion.seed());
        line.put("prompt_tokens", read);
        line.put("completion_tokens", written);
        if (!completion.traces().isEmpty()) {
            line.put(
                    "logprobs",
                    completion.traces().stream().map(StepTrace::logprobRaw).toList());
        }
        return new BatchAnswer(row.key(), JsonLine.of(line), false, read, written);
    }

    /**
     * A request that was answered: {@code id, custom_id, response{status_code, request_id, body}, error}.
     *
     * @param row which
     * @param name of the answer
     * @param status of HTTP
     * @param body what a server would have answered, JSON
     * @param promptTokens read for it
     * @param completionTokens written for it
     * @return the line
     */
    public static BatchAnswer of(
            BatchRow row, String name, int status, String body, int promptTokens, int completionTokens) {
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("status_code", status);
        response.put("request_id", name);
        response.put("body", json(body));
        String line = request(row, name, response, null);
        return new BatchAnswer(row.key(), line, status >= LEAST_ERROR, promptTokens, completionTokens);
    }

    /**
     * A row that has no answer: {@code id, error}, of a line without an id {@code line, error}, of a request {@code error{code,
     * message}} beside a response that is null.
     *
     * @param row which
     * @param name of the answer
     * @param sentence why
     * @return the line
     */
    public static BatchAnswer failed(BatchRow row, String name, String sentence) {
        if (row.isRequest()) {
            String line = request(row, name, null, Map.of("code", "invalid_line", "message", sentence));
            return new BatchAnswer(row.key(), line, true, 0, 0);
        }
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        if (row.key().equals(BatchRow.place(row.line()))) {
            line.put(LINE, row.line());
        } else {
            line.put(BatchRow.ID, json(row.key()));
        }
        line.put(ERROR, sentence);
        return new BatchAnswer(row.key(), JsonLine.of(line), true, 0, 0);
    }

    private static String request(
            BatchRow row, String name, @Nullable Object response, @Nullable Map<String, String> error) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(BatchRow.ID, "batch_req_" + name);
        line.put(BatchRow.CUSTOM_ID, json(row.key()));
        line.put("response", response);
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
        boolean isError =
                answer.hasNonNull(ERROR) || answer.at("/response/status_code").asInt() >= LEAST_ERROR;
        return key == null ? null : new BatchAnswer(key, line, isError, 0, 0);
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
