package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.SchemaOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of {@code grammar}: what a text must be, and texts. */
final class GrammarLine {
    private static final List<String> KINDS = List.of("json_schema", "regex", "choice", "gbnf");
    private static final Set<String> BESIDE = Set.of("id", "open", "order", "texts");

    private final String line;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private String id = "null";

    GrammarLine(String line) {
        this.line = line;
    }

    /** As it is written in the line, as far as that was read; {@code null} where there is none. */
    String id() {
        return id;
    }

    /**
     * Reads the line.
     *
     * @throws JsonProcessingException when it is no JSON
     * @throws GrammarException when it is JSON that cannot be taken
     */
    void read() throws IOException {
        try (JsonParser json = PlainJson.parser(line)) {
            PlainJson values = PlainJson.of(json);
            if (values.begin() != JsonToken.START_OBJECT) {
                values.value("");
                values.end();
                throw wrong(
                        "",
                        "The line is no JSON object but must be one, such as {\"regex\":\"a+\",\"texts\":[\"aa\"]}.");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                readField(key, json, values);
            }
            values.end();
        } catch (StreamConstraintsException e) {
            throw PlainJson.tooMuch("The line");
        }
    }

    private void readField(String key, JsonParser json, PlainJson values) throws IOException {
        boolean known = fields.containsKey(key);
        int from = (int) json.currentTokenLocation().getCharOffset();
        fields.put(key, values.value(key.equals("json_schema") ? "#" : ""));
        if (key.equals("id")) {
            json.finishToken();
            id = line.substring(from, (int) json.currentLocation().getCharOffset());
        }
        if (known) {
            values.twice(key, "");
        }
    }

    /** What the texts must be. */
    StatedGrammar stated() {
        for (String key : fields.keySet()) {
            if (!KINDS.contains(key) && !BESIDE.contains(key)) {
                throw wrong(
                        key,
                        "The line has the unknown key \"" + key + "\"; known are id, json_schema, regex, choice, gbnf,"
                                + " open, order and texts.");
            }
        }
        SchemaOptions options = new SchemaOptions(open(), order(), SchemaOptions.Whitespace.DEFAULT, false);
        List<String> given = KINDS.stream().filter(fields::containsKey).toList();
        if (given.size() != 1) {
            throw wrong(
                    "",
                    "The line has " + (given.isEmpty() ? "none" : String.join(" and ", given))
                            + " but must have exactly one of json_schema, regex, choice and gbnf.");
        }
        return switch (given.get(0)) {
            case "json_schema" -> StatedGrammar.jsonSchema(schema(), options);
            case "regex" -> StatedGrammar.regex(text("regex"));
            case "choice" -> StatedGrammar.choice(texts("choice"));
            default -> StatedGrammar.gbnf(text("gbnf"));
        };
    }

    private Object schema() {
        Object schema = fields.get("json_schema");
        if (schema == null) {
            throw wrong("json_schema", "json_schema is null but must be an object, true or false.");
        }
        return schema;
    }

    private String text(String key) {
        if (fields.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, key + " is no text but must be one.");
    }

    /** The texts to be looked at. */
    List<String> texts() {
        return fields.containsKey("texts") ? texts("texts") : List.of();
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (fields.get(key) instanceof List<?> list) {
            for (Object entry : list) {
                if (!(entry instanceof String text)) {
                    throw wrong(key, "Entry " + (texts.size() + 1) + " of " + key + " is no text but must be one.");
                }
                texts.add(text);
            }
            return texts;
        }
        throw wrong(key, key + " is no list but must be a list of texts.");
    }

    private boolean open() {
        Object open = fields.getOrDefault("open", false);
        if (open instanceof Boolean is) {
            return is;
        }
        throw wrong("open", "open is neither true nor false but must be one of them.");
    }

    private SchemaOptions.Order order() {
        Object order = fields.getOrDefault("order", "schema");
        if ("schema".equals(order)) {
            return SchemaOptions.Order.SCHEMA;
        }
        if ("any".equals(order)) {
            return SchemaOptions.Order.ANY;
        }
        throw wrong("order", "order is neither \"schema\" nor \"any\" but must be one of them.");
    }

    private static GrammarException wrong(String key, String sentence) {
        return new GrammarException(sentence, key, "");
    }
}
