package io.github.isotherm.wire.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a batch: {@code id, prompt}, and {@code text} where that is to be scored behind the prompt, or a request of OpenAI's form, {@code custom_id, method, url, body}.
 *
 * @param line its place in the file, from 1
 * @param key tells it from the others, in the answers too: its id as JSON, or its place where it has none
 * @param asked what is asked, or null where the line cannot be understood
 * @param isRequest whether it is a request of OpenAI's form
 * @param error why it cannot be understood, one sentence, or null
 */
public record BatchRow(
        long line,
        String key,
        @Nullable Asked asked,
        boolean isRequest,
        @Nullable String error) {
    static final String CUSTOM_ID = "custom_id";
    static final String ID = "id";

    static final String TEMPERATURE = "temperature";

    private static final String PROMPT = "prompt";
    private static final String TEXT = "text";
    private static final Set<String> OF_PROMPTS = Set.of(ID, PROMPT, TEXT);
    private static final Set<String> OF_REQUESTS = Set.of(CUSTOM_ID, "method", "url", "body");
    private static final int LONGEST_ID = 1000;

    /** What a row asks. */
    public sealed interface Asked permits Prompt, Request {}

    /**
     * A text to complete or to score.
     *
     * @param text as it is
     * @param after a text behind it that is to be scored, or null
     */
    public record Prompt(String text, @Nullable String after) implements Asked {}

    /** A request of OpenAI's form. */
    public static final class Request implements Asked {
        private final String url;
        private final ObjectNode body;

        private Request(String url, ObjectNode body) {
            this.url = url;
            this.body = body;
        }

        /**
         * What is asked.
         *
         * @return the path, such as {@code /v1/completions}
         */
        public String url() {
            return url;
        }

        /**
         * The request itself.
         *
         * @param seed of the row, in [0, 2^53), where the request has none
         * @param temperature of the batch, ≥ 0, or null where the request may have its own
         * @return JSON in UTF-8
         * @throws InvalidValueException when both say a temperature
         */
        public byte[] body(long seed, @Nullable Double temperature) {
            ObjectNode whole = body.deepCopy();
            if (!whole.hasNonNull("seed")) {
                whole.put("seed", seed);
            }
            if (temperature != null) {
                if (whole.hasNonNull(TEMPERATURE)) {
                    throw new InvalidValueException("body.temperature is "
                            + ShownText.value(whole.get(TEMPERATURE).toString())
                            + ", but the batch has temperatures of its own; leave it out.");
                }
                whole.put(TEMPERATURE, temperature);
            }
            return whole.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Understands a line.
     *
     * @param line its place in the file, from 1
     * @param text without its end
     * @return the row, with an error where it is none
     */
    public static BatchRow of(long line, String text) {
        JsonNode read;
        try {
            read = StrictJson.READER.readTree(text);
        } catch (JsonProcessingException e) {
            return bad(line, "The line is malformed JSON (" + StrictJson.reason(e) + "); correct it.");
        }
        return read instanceof ObjectNode object
                ? of(line, object)
                : bad(line, "The line is no JSON object; write one.");
    }

    /**
     * A row of a table.
     *
     * @param line its place in the file, from 1
     * @param id its id
     * @param prompt as it is
     * @param after a text behind it that is to be scored, or null
     * @return the row, with an error where it is none
     */
    public static BatchRow of(long line, String id, String prompt, @Nullable String after) {
        try {
            return new BatchRow(line, key(TextNode.valueOf(id), ID), new Prompt(prompt, after), false, null);
        } catch (InvalidValueException e) {
            return bad(line, e.sentence().text());
        }
    }

    /**
     * A row of a table that has no ids.
     *
     * @param line its place in the file, from 1
     * @param number of the row, from 1, which is its id
     * @param prompt as it is
     * @param after a text behind it that is to be scored, or null
     * @return the row
     */
    public static BatchRow of(long line, long number, String prompt, @Nullable String after) {
        return new BatchRow(line, key(number), new Prompt(prompt, after), false, null);
    }

    /**
     * What tells its answers from each other and from those of other rows.
     *
     * @param temperature which of the batch's it is answered at, or null
     * @return the key of the answer
     */
    public String key(@Nullable Double temperature) {
        return key(key, temperature);
    }

    static String key(String key, @Nullable Double temperature) {
        return temperature == null ? key : key + "@" + Checks.number(temperature);
    }

    /**
     * A line that cannot be understood and has no id.
     *
     * @param line its place in the file, from 1
     * @param error why, one sentence
     * @return the row
     */
    public static BatchRow bad(long line, String error) {
        return new BatchRow(line, place(line), null, false, error);
    }

    /**
     * The key of a row whose id is a text.
     *
     * @param id as it is
     * @return it as JSON
     */
    public static String key(String id) {
        return TextNode.valueOf(id).toString();
    }

    /**
     * The key of a row whose id is a whole number.
     *
     * @param id the number
     * @return it as JSON
     */
    public static String key(long id) {
        return Long.toString(id);
    }

    private static BatchRow of(long line, ObjectNode fields) {
        boolean isRequest = fields.has(CUSTOM_ID);
        String key;
        try {
            key = key(fields, isRequest ? CUSTOM_ID : ID);
        } catch (InvalidValueException e) {
            return bad(line, e.sentence().text());
        }
        try {
            return new BatchRow(line, key, isRequest ? request(fields) : prompt(fields), isRequest, null);
        } catch (InvalidValueException e) {
            return new BatchRow(line, key, null, isRequest, e.sentence().text());
        }
    }

    private static String key(ObjectNode fields, String name) {
        return key(fields.get(name), name);
    }

    private static String key(@Nullable JsonNode id, String name) {
        if (id == null || id.isNull() || id.asText("0").isEmpty()) {
            throw new InvalidValueException(
                    "The line has no id; give it \"id\", or \"custom_id\" where it is a request of OpenAI's form.");
        }
        if (!isId(id)) {
            throw new InvalidValueException(
                    name + " is " + ShownText.value(id.toString()) + " but must be a text or a whole number.");
        }
        if (id.asText().length() > LONGEST_ID) {
            throw new InvalidValueException(name + " has " + id.asText().length() + " characters but may have at most "
                    + LONGEST_ID + "; shorten it.");
        }
        return id.toString();
    }

    static boolean isId(JsonNode id) {
        return id.isTextual() || id.isIntegralNumber();
    }

    boolean hasId() {
        return !key.equals(place(line));
    }

    static String place(long line) {
        return "#" + line;
    }

    private static Prompt prompt(ObjectNode fields) {
        refuseOthers(fields, OF_PROMPTS, "write a request of OpenAI's form");
        return new Prompt(text(fields, PROMPT), fields.has(TEXT) ? text(fields, TEXT) : null);
    }

    private static Request request(ObjectNode fields) {
        refuseOthers(fields, OF_REQUESTS, "write it into body");
        String method = text(fields, "method");
        if (!method.equals("POST")) {
            throw new InvalidValueException("method is " + ShownText.value(method) + " but must be POST.");
        }
        if (!(fields.get("body") instanceof ObjectNode body)) {
            throw new InvalidValueException("The line has no body; give it the request as an object.");
        }
        if (body.path("stream").asBoolean(false)) {
            throw new InvalidValueException("body.stream is true, but lines are answered whole; leave it out.");
        }
        return new Request(text(fields, "url"), body);
    }

    private static void refuseOthers(ObjectNode fields, Set<String> known, String otherwise) {
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new InvalidValueException("There is no field " + ShownText.value(name)
                        + " in a line of a batch; leave it out, or " + otherwise + ".");
            }
        });
    }

    private static String text(ObjectNode fields, String name) {
        JsonNode value = fields.get(name);
        if (value == null || !value.isTextual()) {
            throw new InvalidValueException("The line has no " + name + "; give it one as a text.");
        }
        return value.asText();
    }
}
