package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One JSON file of a model folder, with the sentences for what can be wrong with it. A file that does not exist reads as
 * an empty one.
 *
 * @param path the file
 * @param root its content, "missing" when there is no such file
 */
record JsonFile(Path path, JsonNode root) {
    static JsonFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            return new JsonFile(path, MissingNode.getInstance());
        }
        try {
            JsonNode root = JsonTree.read(Files.readAllBytes(path));
            if (!root.isObject()) {
                throw new ModelException(path + " does not hold a JSON object; download the file again.");
            }
            return new JsonFile(path, root);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static ModelException unreadable(Path path, IOException e) {
        if (e instanceof JsonProcessingException json) {
            JsonLocation at = json.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            return new ModelException(path + " is not valid JSON" + where + "; download the file again.", e);
        }
        return new ModelException(path + " cannot be read; check that the file is whole and that you may read it.", e);
    }

    boolean exists() {
        return !root.isMissingNode();
    }

    /** The value at a path of keys; null and absent are both "missing". */
    JsonNode at(String... keys) {
        JsonNode node = root;
        for (String key : keys) {
            node = node.path(key);
        }
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    Optional<String> text(String... keys) {
        JsonNode node = at(keys);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw wrong(node, "a text", keys);
        }
        return Optional.of(node.textValue());
    }

    OptionalInt number(String... keys) {
        JsonNode node = at(keys);
        if (node.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(node, "a whole number", keys);
        }
        return OptionalInt.of(node.intValue());
    }

    /** A number or a list of numbers, as end-of-sequence ids are written. */
    List<Integer> numbers(String... keys) {
        JsonNode node = at(keys);
        if (node.isMissingNode()) {
            return List.of();
        }
        List<Integer> values = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            if (!one.isIntegralNumber() || !one.canConvertToInt()) {
                throw wrong(node, "a whole number or a list of them", keys);
            }
            values.add(one.intValue());
        }
        return List.copyOf(values);
    }

    private ModelException wrong(JsonNode value, String allowed, String... keys) {
        return new ModelException(path + ": " + String.join(".", keys) + " is " + value + " but must be " + allowed
                + "; correct the file or download it again.");
    }
}
