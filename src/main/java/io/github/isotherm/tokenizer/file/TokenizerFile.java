package io.github.isotherm.tokenizer.file;

import io.github.isotherm.error.ModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer.json that the native library can be given, whatever texts follow: every type in it is known, every size
 * bounded, every table, expression, merge and id fits.
 *
 * @param longestTokenBytes the bytes of the longest token, as it is written in the file
 * @param run the longest run without a break that its expressions can take
 * @param wholeRun whether such a run is the text itself; else it is white space, or what is none
 */
public record TokenizerFile(int longestTokenBytes, int run, boolean wholeRun) {
    /** The most bytes of a file. */
    public static final int MOST_BYTES = 1 << 28;

    private static final List<String> DIRECTIONS = List.of("Left", "Right");

    /**
     * Checks a file.
     *
     * @param json its bytes
     * @param name how a message calls it
     * @return what bounds the texts it can encode
     * @throws ModelException when it holds what the native library must not be given; names the place
     */
    public static TokenizerFile check(byte[] json, String name) {
        try {
            if (json.length > MOST_BYTES) {
                throw new Refused("it has " + json.length + " bytes but must have at most " + MOST_BYTES);
            }
            return new Reading(new JsonReader(json)).checked(json);
        } catch (Refused e) {
            throw new ModelException(
                    name + (e.isMalformed() ? " is not valid JSON: " : " cannot be opened as a tokenizer: ")
                            + e.getMessage() + "; put a whole copy of the file in its place, or correct it.");
        }
    }

    /** Reads the parts in whatever order they stand, and checks them when all are known. */
    private static final class Reading {
        private final JsonReader json;
        private final Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        private int vocabularyAt = -1;
        private int mergesAt = -1;

        private Reading(JsonReader json) {
            this.json = json;
        }

        private TokenizerFile checked(byte[] text) {
            JsonReader.requireUtf8(text);
            if (!json.begins('{')) {
                throw new Refused("it is no JSON object");
            }
            json.enter('{');
            for (boolean first = true; json.hasNext('}', first); first = false) {
                part(json.name());
            }
            json.end();
            return checked(new Node("", parts));
        }

        private void part(String name) {
            boolean model = name.equals("model");
            if (parts.containsKey(name)) {
                throw new Refused(Node.shown(name) + " is there twice");
            }
            parts.put(name, model ? readModel() : json.value());
        }

        private Object readModel() {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            if (!json.begins('{')) {
                throw new Node("model", json.value()).not("an object");
            }
            json.enter('{');
            for (boolean first = true; json.hasNext('}', first); first = false) {
                String name = json.name();
                if (fields.containsKey(name)) {
                    throw new Refused("model." + Node.shown(name) + " is there twice");
                }
                fields.put(name, large(name) ? json.at() : json.value());
                if (large(name)) {
                    vocabularyAt = name.equals("vocab") ? json.at() : vocabularyAt;
                    mergesAt = name.equals("merges") ? json.at() : mergesAt;
                    json.skip();
                }
            }
            return fields;
        }

        private static boolean large(String name) {
            return name.equals("vocab") || name.equals("merges");
        }

        private TokenizerFile checked(Node root) {
            Node version = root.at("version");
            if (!version.isMissing()) {
                version.oneOf(List.of("1.0"));
            }
            if (root.at("model").isMissing()) {
                throw root.at("model").not("an object");
            }
            requireTruncation(root.at("truncation"));
            requirePadding(root.at("padding"));
            CheckedNormalizer normalizer = CheckedNormalizer.of(root.at("normalizer"));
            CheckedAddedTokens added = CheckedAddedTokens.of(root.at("added_tokens"), normalizer);
            Run run = normalizer.run().and(CheckedPreTokenizer.run(root.at("pre_tokenizer")));
            CheckedDecoder.require(root.at("decoder"));
            CheckedModel checked = CheckedModel.of(json, root.at("model"), vocabularyAt, mergesAt);
            CheckedPostProcessor.require(
                    root.at("post_processor"),
                    id -> checked.has(id) || added.has(id) || id - checked.size() < added.count());
            return new TokenizerFile(
                    Math.max(checked.longestBytes(), added.longestBytes()), run.longest(), run.whole());
        }

        private static void requireTruncation(Node node) {
            if (node.isMissing()) {
                return;
            }
            long length = node.at("max_length").whole(0, Integer.MAX_VALUE);
            node.at("strategy").oneOf(List.of("LongestFirst", "OnlyFirst", "OnlySecond"));
            Node stride = node.at("stride");
            if (stride.whole(0, Integer.MAX_VALUE) > 0 && stride.whole(0, Integer.MAX_VALUE) >= length) {
                throw stride.refused("is " + stride.value() + " but must be below the max_length of " + length);
            }
            if (!node.at("direction").isMissing()) {
                node.at("direction").oneOf(DIRECTIONS);
            }
        }

        private static void requirePadding(Node node) {
            if (node.isMissing()) {
                return;
            }
            Node strategy = node.at("strategy");
            if (strategy.isObject()) {
                strategy.at("Fixed").whole(0, Integer.MAX_VALUE);
            } else {
                strategy.oneOf(List.of("BatchLongest"));
            }
            node.at("direction").oneOf(DIRECTIONS);
            node.at("pad_id").whole(0, Node.MOST_ID);
            node.at("pad_type_id").whole(0, Integer.MAX_VALUE);
            node.at("pad_token").text();
            if (!node.at("pad_to_multiple_of").isMissing()) {
                node.at("pad_to_multiple_of").whole(0, Integer.MAX_VALUE);
            }
        }
    }
}
