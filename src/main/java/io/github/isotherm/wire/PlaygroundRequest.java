package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the playground's page asks of its server, read from JSON. Every field may be left out.
 *
 * @param prompt the text to continue, as written
 * @param raw whether to take the prompt as it is, blank included
 * @param ids token ids to continue instead of a text
 * @param branch token ids forced after the prompt
 * @param branched how many of the last ids were forced, when they are given instead of a text
 * @param candidates the user's own words
 * @param temperatures temperatures, ≥ 0
 * @param chain the processors, as text
 * @param top how many tokens to list
 * @param watch token ids whose numbers are told too, listed or not
 * @param samples completions a temperature
 * @param maxTokens the most tokens of a completion
 * @param sentence whether a completion ends with its first sentence
 * @param seed the key of the draws, or null to have one chosen
 * @param run the name of a run to stop, as its first event told it
 */
public record PlaygroundRequest(
        String prompt,
        boolean raw,
        List<Integer> ids,
        List<Integer> branch,
        int branched,
        List<String> candidates,
        List<Double> temperatures,
        String chain,
        int top,
        List<Integer> watch,
        int samples,
        int maxTokens,
        boolean sentence,
        @Nullable Long seed,
        String run) {
    private static final Set<String> FIELDS = Set.of(
            "prompt",
            "raw",
            "ids",
            "branch",
            "branched",
            "candidates",
            "temperatures",
            "chain",
            "top",
            "watch",
            "samples",
            "max_tokens",
            "sentence",
            "seed",
            "run");
    /** So many entries of a list at most. */
    private static final int LONGEST = 100_000;

    /** Copies the lists. */
    public PlaygroundRequest {
        ids = List.copyOf(ids);
        branch = List.copyOf(branch);
        candidates = List.copyOf(candidates);
        temperatures = List.copyOf(temperatures);
        watch = List.copyOf(watch);
        if (branched < 0 || branched > ids.size()) {
            throw Checks.invalid("value.at-most", "branched", branched, "at most {most}", "most", ids.size());
        }
    }

    /**
     * Reads a request.
     *
     * @param json one object
     * @return the request
     * @throws InvalidValueException when it is no JSON object, or a field is unknown or of the wrong kind
     */
    public static PlaygroundRequest read(byte[] json) {
        return of(tree(json));
    }

    /** Refuses a field that is not among those known. */
    static void refuseUnknown(JsonNode root, Set<String> known) {
        Iterator<String> names = root.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidValueException(Sentence.of(
                        "request.unknown-field",
                        "There is no field \"{field}\"; known are {known}.",
                        "field",
                        name,
                        "known",
                        String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    static PlaygroundRequest of(JsonNode root) {
        refuseUnknown(root, FIELDS);
        return new PlaygroundRequest(
                root.has("prompt") ? text("prompt", root.get("prompt")) : "",
                flag(root, "raw"),
                list(root, "ids", node -> whole("ids", node)),
                list(root, "branch", node -> whole("branch", node)),
                root.has("branched") ? whole("branched", root.get("branched")) : 0,
                list(root, "candidates", node -> text("candidates", node)),
                list(root, "temperatures", node -> number("temperatures", node)),
                root.has("chain") ? text("chain", root.get("chain")) : "",
                root.has("top") ? whole("top", root.get("top")) : 10,
                list(root, "watch", node -> whole("watch", node)),
                root.has("samples") ? whole("samples", root.get("samples")) : 1,
                root.has("max_tokens") ? whole("max_tokens", root.get("max_tokens")) : 40,
                flag(root, "sentence"),
                root.has("seed") ? seed(root.get("seed")) : null,
                root.has("run") ? text("run", root.get("run")) : "");
    }

    /**
     * Reads a request for the logits after some ids from the query of an address.
     *
     * @param query {@code ids=1,2,3}, or null where the address has none
     * @return the request
     * @throws InvalidValueException when it is something else
     */
    public static PlaygroundRequest ofQuery(@Nullable String query) {
        String written = query == null ? "" : query;
        if (!written.matches("ids=-?\\d{1,9}(,-?\\d{1,9})*+")) {
            throw Checks.invalid(
                    "The query", '"' + shortened(written) + '"', "token ids with commas between, such as ids=1,2,3");
        }
        return read(("{\"ids\":[" + written.substring("ids=".length()) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode tree(byte[] json) {
        JsonNode root;
        try {
            root = StrictJson.READER.readTree(json);
        } catch (JsonProcessingException e) {
            throw notJson(e.getLocation());
        } catch (IOException e) {
            throw notJson(null);
        }
        if (root == null || !root.isObject()) {
            throw new InvalidValueException(Sentence.of(
                    "request.not-object", "The request must be one JSON object, such as {\"prompt\": \"It is\"}."));
        }
        return root;
    }

    /** A text that is nested too deep has no location. */
    private static InvalidValueException notJson(@Nullable JsonLocation at) {
        return new InvalidValueException(
                at == null
                        ? Sentence.of("request.unreadable", "The request is not JSON; send one JSON object.")
                        : Sentence.of(
                                "request.not-json",
                                "The request is not JSON (line {line}, column {column}); send one JSON object.",
                                "line",
                                at.getLineNr(),
                                "column",
                                at.getColumnNr()));
    }

    static <T> List<T> list(JsonNode root, String name, Function<JsonNode, T> read) {
        if (!root.has(name)) {
            return List.of();
        }
        JsonNode array = root.get(name);
        if (!array.isArray() || array.size() > LONGEST) {
            throw Checks.invalid(
                    "value.list", name, shortened(array), "a list of at most {most} entries", "most", LONGEST);
        }
        List<T> values = new ArrayList<>(array.size());
        array.forEach(node -> values.add(read.apply(node)));
        return values;
    }

    static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw Checks.invalid(name, shortened(node), "a text");
        }
        return node.textValue();
    }

    private static boolean flag(JsonNode root, String name) {
        JsonNode node = root.path(name);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw Checks.invalid(name, shortened(node), "true or false");
        }
        return node.booleanValue();
    }

    static int whole(String name, JsonNode node) {
        if (!node.isInt()) {
            throw Checks.invalid(name, shortened(node), "a whole number");
        }
        return node.intValue();
    }

    private static double number(String name, JsonNode node) {
        if (!node.isNumber()) {
            throw Checks.invalid(name, shortened(node), "a number");
        }
        return node.doubleValue();
    }

    private static @Nullable Long seed(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw Checks.invalid(
                    "value.seed", "seed", shortened(node), "a whole number from 0 to 9007199254740991 (2^53 - 1)");
        }
        return Checks.seed(node.longValue());
    }

    static String shortened(JsonNode node) {
        return shortened(node.toString());
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
