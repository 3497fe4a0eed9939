package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object as the variables of a chat template: key order kept, null kept. */
public final class TemplateVariables {
    private TemplateVariables() {}

    /**
     * Reads variables.
     *
     * @param json one JSON object
     * @return its keys and values as plain Java ones
     * @throws InvalidValueException when the text is no JSON object
     */
    public static Map<String, Object> read(String json) {
        try {
            JsonNode root = StrictJson.READER.readTree(json);
            if (root.isObject() && value(root) instanceof Map<?, ?> map) {
                Map<String, Object> variables = new LinkedHashMap<>();
                map.forEach((key, value) -> variables.put(String.valueOf(key), value));
                return variables;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(
                    "The variables are malformed JSON (" + StrictJson.reason(e) + ") and must be one JSON object.");
        }
        throw new InvalidValueException("The variables must be one JSON object, such as"
                + " {\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"add_generation_prompt\":true}.");
    }

    /**
     * Reads variables one by one.
     *
     * @param values JSON by name
     * @return their values as plain Java ones
     * @throws InvalidValueException when one is not JSON
     */
    public static Map<String, @Nullable Object> each(Map<String, String> values) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        values.forEach((name, json) -> variables.put(name, one(name, json)));
        return variables;
    }

    private static @Nullable Object one(String name, String json) {
        try {
            JsonNode value = StrictJson.READER.readTree(json);
            if (!value.isMissingNode()) {
                return value(value);
            }
        } catch (JsonProcessingException e) {
            // said below, as for nothing at all
        }
        throw Checks.invalid("the template variable " + name, json, "JSON, such as false, 2 or \"high\"");
    }

    /**
     * A JSON value as a plain Java one.
     *
     * @param node any
     * @return a map in its order, a list, a text, a number, true or false; null for null
     */
    public static @Nullable Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(value(item)));
            return list;
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
            return map;
        }
        return node.isNumber() ? node.numberValue() : node.isBoolean() ? node.booleanValue() : node.textValue();
    }
}
