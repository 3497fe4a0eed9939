package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import io.github.isotherm.files.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One JSON file of a model folder, with the sentences for what can be wrong with it. A file that does not exist reads as
 * an empty one.
 *
 * @param path the file
 * @param root its content, "missing" when there is no such file
 */
record JsonFile(Path path, JsonNode root) {
    /** A file of a model's folder. */
    static JsonFile read(Contained folder, String name) {
        return read(folder.inside(folder.folder().resolve(name)));
    }

    private static JsonFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            return new JsonFile(path, MissingNode.getInstance());
        }
        try {
            JsonNode root = JsonTree.read(Files.readAllBytes(path));
            if (!root.isObject()) {
                String wayOut = root.isMissingNode() ? DamagedFile.wayOut(path) : "put the model's own file there";
                throw new ModelException(path + " does not hold a JSON object; " + wayOut + ".");
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
            return new ModelException(path + " is not valid JSON" + where + "; " + DamagedFile.wayOut(path) + ".", e);
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

    /** "missing" where there is none. */
    JsonNode object(String... keys) {
        JsonNode node = at(keys);
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong(node, "an object", keys);
        }
        return node;
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

    /** A whole number above 0, however it is written; one that no int holds counts as the largest. */
    OptionalInt count(String... keys) {
        JsonNode node = at(keys);
        OptionalDouble number = WholeNumber.of(node);
        boolean absent = node.isMissingNode() || node.isArray() || isNaN(node);
        if (number.isEmpty() && !absent) {
            throw wrong(node, "a whole number", keys);
        }
        return number.isEmpty() || number.getAsDouble() < 1
                ? OptionalInt.empty()
                : OptionalInt.of((int) number.getAsDouble());
    }

    private static boolean isNaN(JsonNode node) {
        return node.isNumber() && Double.isNaN(node.doubleValue());
    }

    /** A size that is not needed: absent where it is no whole number above 0. */
    OptionalInt size(String... keys) {
        return atLeast(1, keys);
    }

    /** A token id that is not needed: absent where it is no whole number, or below 0. */
    OptionalInt id(String... keys) {
        return atLeast(0, keys);
    }

    private OptionalInt atLeast(int least, String... keys) {
        OptionalInt number = WholeNumber.asInt(at(keys));
        return number.isPresent() && number.getAsInt() >= least ? number : OptionalInt.empty();
    }

    /** A token id or a list of them; ids that no token can have are left out. */
    List<Integer> ids(String... keys) {
        JsonNode node = at(keys);
        List<Integer> ids = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            if (WholeNumber.of(one).isEmpty() && !one.isMissingNode() && !one.isNull()) {
                throw wrong(node, "a whole number or a list of them", keys);
            }
            WholeNumber.asInt(one).ifPresent(id -> {
                if (id >= 0) {
                    ids.add(id);
                }
            });
        }
        return List.copyOf(ids);
    }

    /** As {@link #ids}, of a file that is not needed: none where the value is of another type. */
    List<Integer> idsIfAny(String... keys) {
        try {
            return ids(keys);
        } catch (ModelException e) {
            return List.of();
        }
    }

    ModelException wrong(JsonNode value, String allowed, String... keys) {
        return new ModelException(path + ": " + String.join(".", keys) + " is " + value + " but must be " + allowed
                + "; correct the file.");
    }
}
