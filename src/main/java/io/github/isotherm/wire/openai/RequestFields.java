package io.github.isotherm.wire.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.NearName;
import io.github.isotherm.wire.StrictJson;
import io.github.isotherm.wire.TemplateVariables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object of a request, read field by field: every value is checked for its kind and called by its path. Null is as good as
 * left out. When all that is known was asked for, {@link #end} refuses what nobody asked for. Not thread-safe.
 */
public final class RequestFields {
    /** What OpenAI's clients send for OpenAI's own ends, of no meaning here. */
    private static final List<String> IGNORED =
            List.of("user", "store", "metadata", "service_tier", "safety_identifier", "prompt_cache_key");

    private final String path;
    private final JsonNode object;
    private final Set<String> asked = new LinkedHashSet<>();
    /** Those of them that are taken by nobody. */
    private final Set<String> refused = new LinkedHashSet<>();

    private RequestFields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /**
     * Reads a body.
     *
     * @param body JSON in UTF-8
     * @return its fields
     * @throws InvalidRequestException when it is no JSON object
     */
    public static RequestFields read(byte[] body) {
        JsonNode root;
        try {
            root = StrictJson.READER.readTree(body);
        } catch (JsonProcessingException e) {
            throw noObject("is malformed JSON (" + StrictJson.reason(e) + ") and");
        } catch (IOException e) {
            throw noObject("cannot be read and");
        }
        if (root == null || !root.isObject()) {
            throw noObject("is no JSON object but");
        }
        return new RequestFields("", root);
    }

    private static InvalidRequestException noObject(String what) {
        return new InvalidRequestException(
                "The body of the request " + what
                        + " must be one JSON object in UTF-8, such as {\"model\": \"…\", \"prompt\": \"It is\"}.",
                null,
                InvalidRequestException.JSON);
    }

    /** Takes the fields that mean something to OpenAI alone, and asks nothing of them. */
    public void ignoreOpenAiOnly() {
        asked.addAll(IGNORED);
    }

    /**
     * The path of a field of this object.
     *
     * @param name the field
     * @return such as {@code stream_options.include_usage}
     */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Whether a field is given.
     *
     * @param name the field
     * @return false where it is left out or null
     */
    public boolean has(String name) {
        asked.add(name);
        return object.hasNonNull(name);
    }

    JsonNode node(String name) {
        return has(name) ? object.get(name) : MissingNode.getInstance();
    }

    /**
     * The fields that are given.
     *
     * @return their names, in order
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * A text.
     *
     * @param name the field
     * @return the text, or null where it is left out
     */
    public @Nullable String text(String name) {
        return has(name) ? text(path(name), object.get(name)) : null;
    }

    private static String text(String path, JsonNode node) {
        return required(node, JsonNode::isTextual, path, "a text").textValue();
    }

    private static JsonNode required(JsonNode node, Predicate<JsonNode> test, String path, String allowed) {
        if (!test.test(node)) {
            throw wrongType(path, node, allowed);
        }
        return node;
    }

    private static InvalidRequestException wrongType(String path, JsonNode node, String allowed) {
        return new InvalidRequestException(
                Checks.invalid(path, shown(node), allowed).sentence(), path, InvalidRequestException.TYPE);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /**
     * A text that must be there.
     *
     * @param name the field
     * @return the text
     */
    public String requiredText(String name) {
        require(name);
        return text(path(name), object.get(name));
    }

    private void require(String name) {
        if (!has(name)) {
            throw new InvalidRequestException(
                    path(name) + " is left out but must be given.", path(name), InvalidRequestException.MISSING);
        }
    }

    /**
     * True or false.
     *
     * @param name the field
     * @param otherwise what counts where it is left out
     * @return the value
     */
    public boolean flag(String name, boolean otherwise) {
        return has(name)
                ? required(object.get(name), JsonNode::isBoolean, path(name), "true or false")
                        .booleanValue()
                : otherwise;
    }

    /**
     * A whole number.
     *
     * @param name the field
     * @param least the least allowed
     * @param most the most allowed
     * @return the number, or null where it is left out
     */
    public @Nullable Integer whole(String name, int least, int most) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = object.get(name);
        required(node, JsonNode::canConvertToExactIntegral, path(name), "a whole number");
        String allowed = most == Integer.MAX_VALUE
                ? "a whole number of at least " + least
                : "a whole number from " + least + " to " + most;
        if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw wrong(name, allowed);
        }
        return node.intValue();
    }

    /**
     * A whole number of 64 bits.
     *
     * @param name the field
     * @return the number, or null where it is left out
     */
    public @Nullable Long integer64(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = object.get(name);
        return required(
                        node,
                        one -> one.canConvertToExactIntegral() && one.canConvertToLong(),
                        path(name),
                        "a whole number of 64 bits")
                .longValue();
    }

    /**
     * A finite number.
     *
     * @param name the field
     * @return the number, or null where it is left out
     */
    public @Nullable Double number(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = object.get(name);
        return required(
                        node,
                        one -> one.isNumber() && Double.isFinite(one.doubleValue()),
                        path(name),
                        "a finite number")
                .doubleValue();
    }

    /**
     * One text or a list of them.
     *
     * @param name the field
     * @return the texts, or null where it is left out
     */
    public @Nullable List<String> texts(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = object.get(name);
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        required(node, JsonNode::isArray, path(name), "a text or a list of texts");
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : node) {
            texts.add(text(path(name) + "[" + texts.size() + "]", entry));
        }
        return texts;
    }

    /**
     * Token ids.
     *
     * @param name the field
     * @return whole numbers that nobody has compared with a model's vocabulary, or null where it is left out
     */
    public int @Nullable [] ids(String name) {
        return has(name) ? ids(path(name), object.get(name)) : null;
    }

    static int[] ids(String path, JsonNode list) {
        required(list, JsonNode::isArray, path, "a list of token ids");
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = list.get(i);
            required(id, one -> one.isIntegralNumber() && one.canConvertToInt(), path + "[" + i + "]", "a token id");
            ids[i] = id.intValue();
        }
        return ids;
    }

    /**
     * An object.
     *
     * @param name the field
     * @return its fields, to be {@linkplain #end ended} too, or null where it is left out
     */
    public @Nullable RequestFields object(String name) {
        return has(name) ? object(path(name), object.get(name)) : null;
    }

    private static RequestFields object(String path, JsonNode node) {
        return new RequestFields(path, required(node, JsonNode::isObject, path, "an object"));
    }

    /**
     * A list of objects.
     *
     * @param name the field
     * @return the fields of each, to be {@linkplain #end ended} too, or null where it is left out
     */
    public @Nullable List<RequestFields> objects(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = required(object.get(name), JsonNode::isArray, path(name), "a list of objects");
        List<RequestFields> objects = new ArrayList<>();
        for (JsonNode entry : node) {
            objects.add(object(path(name) + "[" + objects.size() + "]", entry));
        }
        return objects;
    }

    /**
     * A value of any kind.
     *
     * @param name the field
     * @return a map in its order, a list, a text, a number, true or false; null where it is left out
     */
    public @Nullable Object plain(String name) {
        return has(name) ? TemplateVariables.value(object.get(name)) : null;
    }

    /**
     * Whether a field is a text, and no list or object.
     *
     * @param name the field
     * @return true for a text
     */
    public boolean isText(String name) {
        return node(name).isTextual();
    }

    /**
     * Whether a field is a list.
     *
     * @param name the field
     * @return true for a list
     */
    public boolean isList(String name) {
        return node(name).isArray();
    }

    /**
     * What is made of a field's value: a bad value is told as this field's.
     *
     * @param <T> the kind of it
     * @param name the field
     * @param making makes it
     * @return what was made
     */
    public <T> T checked(String name, Supplier<T> making) {
        try {
            return making.get();
        } catch (InvalidRequestException e) {
            throw e;
        } catch (InvalidValueException e) {
            throw new InvalidRequestException(e, path(name));
        }
    }

    /**
     * The error of a value that is not allowed.
     *
     * @param name the field, which is given
     * @param allowed completing "must be …"
     * @return the error to throw
     */
    public InvalidRequestException wrong(String name, String allowed) {
        return new InvalidRequestException(
                Checks.invalid(path(name), shown(node(name)), allowed).sentence(),
                path(name),
                InvalidRequestException.VALUE);
    }

    /**
     * The error of a value that is not allowed, in a sentence of its own.
     *
     * @param name the field
     * @param sentence what is wrong and what to do
     * @return the error to throw
     */
    public InvalidRequestException refused(String name, String sentence) {
        return new InvalidRequestException(sentence, path(name), InvalidRequestException.VALUE);
    }

    /**
     * Refuses a field that the form knows and this server does not take.
     *
     * @param name the field
     * @param instead what to do instead, as a sentence's end
     * @throws InvalidRequestException when it is given
     */
    public void refuse(String name, String instead) {
        refused.add(name);
        if (has(name)) {
            throw new InvalidRequestException(
                    path(name) + " is not supported; " + instead + ".",
                    path(name),
                    InvalidRequestException.UNSUPPORTED);
        }
    }

    /**
     * Refuses every field that was not asked for.
     *
     * @throws InvalidRequestException when there is one
     */
    public void end() {
        for (String name : names()) {
            if (!asked.contains(name)) {
                throw new InvalidRequestException(unknown(name), path(name), InvalidRequestException.UNKNOWN);
            }
        }
    }

    private String unknown(String name) {
        List<String> known =
                asked.stream().filter(one -> !refused.contains(one)).sorted().toList();
        return "There is no field " + path(name) + "; "
                + NearName.of(known, name)
                        .map(near -> "did you mean " + path(near) + "? Else leave it out.")
                        .orElseGet(() -> "leave it out, or write one of " + String.join(", ", known) + ".");
    }
}
