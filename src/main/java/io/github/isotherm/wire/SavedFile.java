package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A file that {@code --save} wrote, read field by field: what is missing or is no such value is said by name. */
final class SavedFile {
    private static final String ADVICE = "; give a file that --save wrote, unchanged.";

    private final JsonNode root;
    private final Set<String> known = new HashSet<>();

    private SavedFile(JsonNode root) {
        this.root = root;
    }

    /** Reads the file of a command; that of another one is refused by name. */
    static SavedFile read(byte[] json, String command) {
        JsonNode root = parsed(json);
        if (!root.isObject()) {
            throw new InvalidValueException(
                    "The saved run is " + (root.isMissingNode() ? "empty" : "JSON but no object") + ADVICE);
        }
        SavedFile file = new SavedFile(root);
        String saved = file.text("command");
        if (!saved.equals(command)) {
            throw new InvalidValueException(
                    "The saved run is one of " + saved + "; replay it with isotherm " + saved + " --replay.");
        }
        return file;
    }

    /** What every saved run begins with. */
    static Map<String, Object> begin(String command, SavedModel model, String prompt, List<Integer> ids) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("command", command);
        root.put("model", model.name());
        root.put("fingerprint", model.fingerprint());
        root.put("as_is", model.asIs());
        root.put("activations", model.activations().label());
        if (model.keyValues() != KeyValueType.FILE) {
            root.put("kv_type", model.keyValues().label());
        }
        root.put("prompt", prompt);
        root.put("ids", ids);
        return root;
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return StrictJson.READER.readTree(json);
        } catch (IOException e) {
            throw new InvalidValueException("The saved run is not JSON, or is cut off" + ADVICE);
        }
    }

    /** Refuses what nobody asked for: a later isotherm wrote it, and it may change numbers. */
    void refuseOthers() {
        root.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new InvalidValueException("The saved run has \"" + name
                        + "\", which this isotherm does not know; replay it with the one that saved it.");
            }
        });
    }

    private boolean has(String name) {
        known.add(name);
        return root.has(name);
    }

    private JsonNode field(String name) {
        if (!has(name)) {
            throw new InvalidValueException("The saved run has no \"" + name + "\"" + ADVICE);
        }
        return root.get(name);
    }

    private static JsonNode of(JsonNodeType type, String name, JsonNode node) {
        if (node.getNodeType() != type) {
            throw unusable(name, node);
        }
        return node;
    }

    private static InvalidValueException unusable(String name, JsonNode node) {
        String text = node.toString();
        return new InvalidValueException("The saved run's \"" + name + "\" has "
                + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                + ", which --save does not write" + ADVICE);
    }

    /** The objects of an array. */
    List<SavedFile> objects(String name) {
        return list(name, node -> new SavedFile(of(JsonNodeType.OBJECT, name, node)));
    }

    SavedModel model() {
        return new SavedModel(text("model"), text("fingerprint"), flag("as_is"), activations(), keyValues());
    }

    /** A run that does not say was saved when there was no choice. */
    private Activations activations() {
        if (!has("activations")) {
            return Activations.FAST;
        }
        return Activations.of("the saved run's \"activations\"", text("activations"));
    }

    private KeyValueType keyValues() {
        return has("kv_type") ? KeyValueType.of("the saved run's \"kv_type\"", text("kv_type")) : KeyValueType.FILE;
    }

    private boolean flag(String name) {
        return of(JsonNodeType.BOOLEAN, name, field(name)).booleanValue();
    }

    String text(String name) {
        return of(JsonNodeType.STRING, name, field(name)).textValue();
    }

    List<String> texts(String name) {
        return list(name, node -> of(JsonNodeType.STRING, name, node).textValue());
    }

    int whole(String name) {
        return whole(name, field(name));
    }

    long seed(String name) {
        JsonNode node = field(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw unusable(name, node);
        }
        return node.longValue();
    }

    double number(String name) {
        return number(name, field(name));
    }

    List<Double> numbers(String name) {
        return list(name, node -> number(name, node));
    }

    List<Integer> ids(String name) {
        return list(name, node -> id(name, node));
    }

    /** None where a run was saved before there were any. */
    List<Integer> laterIds(String name) {
        return has(name) ? ids(name) : List.of();
    }

    /** A whole number that files of before do not have; 0 there. */
    int laterWhole(String name) {
        return has(name) ? whole(name) : 0;
    }

    /** A text that files of before do not have; empty there. */
    String laterText(String name) {
        return has(name) ? text(name) : "";
    }

    /** A flag that files of before do not have; false there. */
    boolean laterFlag(String name) {
        return has(name) && flag(name);
    }

    List<List<Integer>> idLists(String name) {
        return list(name, node -> list(name, node, id -> id(name, id)));
    }

    private static int id(String name, JsonNode node) {
        int id = whole(name, node);
        if (id < 0) {
            throw unusable(name, node);
        }
        return id;
    }

    private static int whole(String name, JsonNode node) {
        if (!node.isInt()) {
            throw unusable(name, node);
        }
        return node.intValue();
    }

    private static double number(String name, JsonNode node) {
        double number = of(JsonNodeType.NUMBER, name, node).doubleValue();
        if (!Double.isFinite(number)) {
            throw unusable(name, node);
        }
        return number;
    }

    /** Refuses a prompt without tokens, and one shorter than what was forced onto it. */
    static void checkIds(List<Integer> ids, int branched) {
        if (ids.isEmpty() || branched > ids.size()) {
            throw new InvalidValueException("The saved run has a prompt of " + ids.size() + " tokens, of which "
                    + branched + " were forced" + ADVICE);
        }
    }

    private <T> List<T> list(String name, Function<JsonNode, T> read) {
        return list(name, field(name), read);
    }

    private static <T> List<T> list(String name, JsonNode array, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        of(JsonNodeType.ARRAY, name, array).forEach(node -> values.add(read.apply(node)));
        return values;
    }
}
