package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that an answer is to be: held by a constraint, and told to the model.
 *
 * @param name of the schema, null for none
 * @param schema that is told, of JSON Schema 2020-12 or an earlier draft; null for any JSON object
 * @param held the schema that answers are held to: the same, or a narrower one; null for any JSON object
 */
public record AnswerSchema(
        @Nullable String name,
        @Nullable JsonText schema,
        @Nullable JsonText held) {
    /** Any JSON object. */
    public static final AnswerSchema ANY_OBJECT = new AnswerSchema(null, null, null);

    /** The variable by which chat templates read what OpenAI's protocol calls so. */
    public static final String VARIABLE = "response_format";

    /** Of another shape than any that is asked for: of their own, small models copy the values. */
    private static final String EXAMPLE = """
            Shape: {"title": string, "pages": integer, "tags": [string, …]}
            Text: The book Emma has 320 pages and is about love and England.
            JSON: {"title": "Emma", "pages": 320, "tags": ["love", "England"]}

            """;

    private static final JsonText OBJECT = new JsonText("{\"type\": \"object\", \"additionalProperties\": true}");
    private static final JsonSchemaConstraint HOLDS_ANY_OBJECT =
            JsonSchemaConstraint.of(OBJECT, SchemaOptions.DEFAULTS);

    /**
     * The step of the chain that holds an answer to it: objects closed unless the schema opens them, members in its order.
     *
     * @return the constraint
     * @throws io.github.isotherm.grammar.GrammarException when the schema is malformed, or says what cannot be enforced
     */
    public JsonSchemaConstraint constraint() {
        return held == null ? HOLDS_ANY_OBJECT : JsonSchemaConstraint.of(held, SchemaOptions.DEFAULTS);
    }

    /** The schema that answers are held to, as plain values. */
    Object heldValue() {
        return Objects.requireNonNull((held == null ? OBJECT : held).value());
    }

    /**
     * What a chat template with a place for it reads as {@value #VARIABLE}, as OpenAI's protocol has it.
     *
     * @return a map for a template
     */
    public Map<String, Object> variable() {
        if (schema == null) {
            return Map.of("type", "json_object");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", name == null ? "answer" : name);
        named.put("schema", Objects.requireNonNull(schema.value()));
        Map<String, Object> format = new LinkedHashMap<>();
        format.put("type", "json_schema");
        format.put("json_schema", named);
        return format;
    }

    /**
     * A conversation that tells the model which JSON is wanted, around what the user said last.
     *
     * @param messages maps with {@code role} and {@code content}
     * @param how in which words
     * @return the conversation, the same for {@link SchemaInPrompt#NONE}
     */
    public List<Map<String, Object>> told(List<Map<String, Object>> messages, SchemaInPrompt how) {
        if (how == SchemaInPrompt.NONE) {
            return messages;
        }
        List<Map<String, Object>> told = new ArrayList<>(messages);
        int last = Messages.lastOfUser(messages);
        Map<String, Object> message =
                last < 0 ? Messages.of(Messages.USER, "") : new LinkedHashMap<>(messages.get(last));
        message.put(Messages.CONTENT, asked(String.valueOf(message.get(Messages.CONTENT)), how));
        if (last < 0) {
            told.add(message);
        } else {
            told.set(last, message);
        }
        return told;
    }

    private String asked(String said, SchemaInPrompt how) {
        if (schema == null) {
            return said + "\n\nAnswer with one JSON object.";
        }
        if (how == SchemaInPrompt.SCHEMA) {
            return said + "\n\nAnswer with JSON that fits this JSON schema:\n" + schema.json();
        }
        String shape = TypeShape.of(Objects.requireNonNull(schema.value()));
        return EXAMPLE + "Shape: " + shape + "\nText: " + said + "\nJSON:";
    }
}
