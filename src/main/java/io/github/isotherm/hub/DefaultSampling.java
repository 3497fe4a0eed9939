package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sampling that a model's publisher recommends. */
final class DefaultSampling {
    private DefaultSampling() {}

    /** Field by field: {@code generation_config.json}, else {@code search} of {@code genai_config.json}. */
    static Map<String, Object> from(JsonFile genai, JsonFile generation) {
        Map<String, Object> values = new LinkedHashMap<>();
        addAll(values, genai.at("search"));
        addAll(values, generation.exists() ? generation.root() : MissingNode.getInstance());
        return values;
    }

    private static void addAll(Map<String, Object> values, JsonNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            Object value = plain(field.getValue());
            if (value != null) {
                values.put(field.getKey(), value);
            }
        }
    }

    /** What Java makes of JSON; null for null, and for lists that hold it. */
    private static @Nullable Object plain(JsonNode node) {
        if (node.isArray()) {
            return list(node);
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            addAll(map, node);
            return map;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? node.numberValue() : node.textValue();
    }

    private static @Nullable List<Object> list(JsonNode array) {
        List<Object> list = new ArrayList<>();
        for (JsonNode item : array) {
            Object value = plain(item);
            if (value == null) {
                return null;
            }
            list.add(value);
        }
        return list;
    }
}
