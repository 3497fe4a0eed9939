package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a model's publisher wants it to generate. */
final class GenerationFields {
    private GenerationFields() {}

    /** Field by field: {@code generation_config.json}, else {@code search} of {@code genai_config.json}. */
    static Map<String, ConfiguredField> from(JsonFile genai, JsonFile generation) {
        Map<String, ConfiguredField> fields = new LinkedHashMap<>();
        addAll(fields, genai, genai.at("search"));
        addAll(fields, generation, generation.root());
        return fields;
    }

    private static void addAll(Map<String, ConfiguredField> fields, JsonFile file, JsonNode object) {
        object.properties()
                .forEach(
                        field -> fields.put(field.getKey(), new ConfiguredField(plain(field.getValue()), file.path())));
    }

    /** What Java makes of it. */
    static @Nullable Object plain(JsonNode node) {
        if (node.isArray()) {
            return list(node);
        }
        if (node.isObject()) {
            return map(node);
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? node.numberValue() : node.textValue();
    }

    private static Map<String, @Nullable Object> map(JsonNode object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
        return map;
    }

    private static List<@Nullable Object> list(JsonNode array) {
        List<@Nullable Object> list = new ArrayList<>();
        array.forEach(item -> list.add(plain(item)));
        return list;
    }
}
