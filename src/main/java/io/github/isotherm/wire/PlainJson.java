package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.isotherm.grammar.GrammarException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as plain values: maps in their order, lists, texts, booleans, null, and numbers with all their digits. */
final class PlainJson {
    /** As strict as {@link StrictJson}, but keys that come twice are found here, to be told from what is no JSON. */
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser json;
    private @Nullable GrammarException wrong;

    private PlainJson(JsonParser json) {
        this.json = json;
    }

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(new StringReader(text));
    }

    static PlainJson of(JsonParser json) {
        return new PlainJson(json);
    }

    /** What JSON may have at most; a stranger wrote it. */
    static GrammarException tooMuch(String name) {
        return new GrammarException(name + " is too large: " + StrictJson.LIMITS + "; write it smaller.", "", "");
    }

    /** Goes to the first token; there must be one. */
    JsonToken begin() throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw new JsonParseException(json, "there is nothing");
        }
        return first;
    }

    /** Nothing follows; what was wrong with the values is said now, when it is known to be JSON. */
    void end() throws IOException {
        if (json.nextToken() != null) {
            throw new JsonParseException(json, "something follows the value");
        }
        if (wrong != null) {
            throw wrong;
        }
    }

    /** The value that begins at the current token. */
    @Nullable
    Object value(String place) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(place);
            case START_ARRAY -> list(place);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(place);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private Map<String, @Nullable Object> object(String place) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            String below = place + "/" + key.replace("~", "~0").replace("/", "~1");
            json.nextToken();
            boolean known = map.containsKey(key);
            map.put(key, value(below));
            if (known) {
                twice(key, place);
            }
        }
        return map;
    }

    void twice(String key, String place) {
        wrong = new GrammarException(
                "\"" + key + "\" stands twice in the object at " + (place.isEmpty() ? "the root" : place)
                        + "; leave one of them out.",
                key,
                place);
    }

    private List<@Nullable Object> list(String place) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(place + "/" + list.size()));
        }
        return list;
    }

    private Object decimal(String place) throws IOException {
        String digits = json.getText();
        try {
            return json.getDecimalValue();
        } catch (JsonProcessingException | NumberFormatException e) {
            wrong = new GrammarException(
                    "The number " + digits + " has an exponent that is too large; write a smaller one.", "", place);
            return 0;
        }
    }
}
