package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a file by their paths, such as {@code model.decoder.head_size}; lists and empty objects are values. */
final class JsonLeaves {
    private JsonLeaves() {}

    static Map<String, ConfiguredField> of(JsonFile file) {
        Map<String, ConfiguredField> leaves = new LinkedHashMap<>();
        add(leaves, file, "", file.root());
        return leaves;
    }

    private static void add(Map<String, ConfiguredField> leaves, JsonFile file, String above, JsonNode object) {
        object.properties().forEach(field -> {
            String path = above + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject() && !value.isEmpty()) {
                add(leaves, file, path + ".", value);
            } else {
                leaves.put(path, new ConfiguredField(GenerationFields.plain(value), file.path()));
            }
        });
    }
}
