package io.github.isotherm.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** OpenAI's own description of its form, as the judge of answers. */
public final class OpenAiForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiForm() {}

    /** Reads an answer, which must be a whole one of a schema. */
    public static JsonNode valid(String schema, String json) {
        JsonNode answer = read(json);
        judge(schema, answer);
        return answer;
    }

    /**
     * Reads an answer or a piece of one for completions. OpenAI's service writes null in three places where its description has no
     * room for it: what comes before the first token of a prompt, the reason before the end, and the usage of a piece where the last
     * brings it. Those nulls alone are taken out first.
     */
    public static JsonNode completion(String json) {
        JsonNode answer = read(json);
        ObjectNode judged = answer.deepCopy();
        if (judged.path("usage").isNull()) {
            judged.remove("usage");
        }
        for (JsonNode choice : judged.path("choices")) {
            if (choice.path("finish_reason").isNull()) {
                ((ObjectNode) choice).put("finish_reason", "stop");
            }
            for (String list : new String[] {"token_logprobs", "top_logprobs"}) {
                if (choice.path("logprobs").path(list).path(0).isNull()) {
                    ((ArrayNode) choice.path("logprobs").path(list)).remove(0);
                }
            }
        }
        judge("CreateCompletionResponse", judged);
        return answer;
    }

    public static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static void judge(String schema, JsonNode answer) {
        ObjectNode root = description().deepCopy();
        root.put("$ref", "#/components/schemas/" + schema);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(root)
                        .validate(answer))
                .isEmpty();
    }

    private static ObjectNode description() {
        try (InputStream in = OpenAiForm.class.getResourceAsStream("/openai/completions.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
