package io.github.isotherm.tokenizer.file;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model: its vocabulary and how words become tokens. Vocabulary and merges are most of a file and read as a stream. */
final class CheckedModel {
    /** Trees as deep as a token is long are taken down by recursion. */
    private static final int LONGEST_PIECE = 1_024;

    private static final int LONGEST_TOKEN = 65_536;

    /** The work for a word grows with its cube. */
    private static final int LONGEST_WORD = 1_000;

    private static final int LONGEST_TEXT = 1_000;

    private final JsonReader json;
    private final Node model;
    private final int vocabularyAt;
    private final int mergesAt;
    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final BitSet ids = new BitSet();
    private int longest;

    private CheckedModel(JsonReader json, Node model, int vocabularyAt, int mergesAt) {
        this.json = json;
        this.model = model;
        this.vocabularyAt = vocabularyAt;
        this.mergesAt = mergesAt;
    }

    /**
     * The model of a file.
     *
     * @param json the reader; it is moved
     * @param model all fields but the two
     * @param vocabularyAt where the vocabulary begins; negative where there is none
     * @param mergesAt where the merges begin; negative where there are none
     */
    static CheckedModel of(JsonReader json, Node model, int vocabularyAt, int mergesAt) {
        CheckedModel checked = new CheckedModel(json, model, vocabularyAt, mergesAt);
        checked.require();
        return checked;
    }

    boolean has(int id) {
        return ids.get(id);
    }

    int size() {
        return ids.cardinality();
    }

    int longestBytes() {
        return longest;
    }

    private void require() {
        String type = type();
        if (vocabularyAt < 0) {
            throw model.at("vocab").not(type.equals("Unigram") ? "an array" : "an object");
        }
        json.moveTo(vocabularyAt);
        switch (type) {
            case "BPE" -> requireBpe();
            case "WordPiece" -> requireWordPiece();
            case "WordLevel" -> {
                readMap();
                model.at("unk_token").text(LONGEST_TEXT);
            }
            case "Unigram" -> requireUnigram();
            default -> model.at("type").oneOf(List.of("BPE", "WordPiece", "WordLevel", "Unigram"));
        }
    }

    /** Files of the first years have none: then the fields tell, in the library's order. */
    private String type() {
        if (!model.at("type").isMissing()) {
            return model.at("type").text();
        }
        if (mergesAt >= 0) {
            return "BPE";
        }
        if (!model.at("max_input_chars_per_word").isMissing()) {
            return "WordPiece";
        }
        return model.at("unk_token").isMissing() ? "Unigram" : "WordLevel";
    }

    private void requireBpe() {
        readMap();
        for (String field : List.of("unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.at(field).isMissing()) {
                model.at(field).text(LONGEST_TEXT);
            }
        }
        Node dropout = model.at("dropout");
        if (!dropout.isMissing() && !(dropout.number() >= 0 && dropout.number() <= 1)) {
            throw dropout.not("a number from 0 to 1");
        }
        model.requireFlagsIfAny("fuse_unk", "byte_fallback", "ignore_merges");
        Node prefix = model.at("continuing_subword_prefix");
        readMerges(prefix.isMissing() ? "" : prefix.text());
    }

    private void requireWordPiece() {
        readMap();
        model.at("unk_token").text(LONGEST_TEXT);
        model.at("continuing_subword_prefix").text(LONGEST_TEXT);
        model.at("max_input_chars_per_word").whole(0, LONGEST_WORD);
    }

    private void requireUnigram() {
        model.requireFlagsIfAny("byte_fallback");
        Node unknown = model.at("unk_id");
        readPieces();
        if (!unknown.isMissing()) {
            unknown.whole(0, ids.cardinality() - 1L);
        }
    }

    private Node vocabularyNode(String token) {
        return new Node("model.vocab[\"" + Node.shown(token) + "\"]", null);
    }

    private void readMap() {
        if (!json.begins('{')) {
            throw new Node("model.vocab", List.of()).not("an object of ids by token");
        }
        json.enter('{');
        for (boolean first = true; json.hasNext('}', first); first = false) {
            String token = json.name();
            put(token, json.value());
            measure(token, LONGEST_TOKEN);
        }
        requireSome();
    }

    /** Places are written where they are needed: there are many tokens. */
    private void put(String token, @Nullable Object id) {
        if (!(id instanceof Long whole) || whole < 0 || whole > Node.MOST_ID) {
            throw new Node(vocabularyNode(token).place(), id).not("a whole number from 0 to " + Node.MOST_ID);
        }
        int value = whole.intValue();
        if (vocabulary.put(token, value) != null) {
            throw vocabularyNode(token).refused("is there twice");
        }
        if (ids.get(value)) {
            throw vocabularyNode(token).refused("is " + value + ", which another token has already");
        }
        ids.set(value);
    }

    private void requireSome() {
        if (ids.isEmpty()) {
            throw new Node("model.vocab", null).refused("is empty");
        }
    }

    private void measure(String token, int most) {
        // Most are short, and none has more than three bytes to a unit.
        if (token.length() * 3 <= longest) {
            return;
        }
        int bytes = token.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw vocabularyNode(token).refused("has " + bytes + " bytes but must have at most " + most);
        }
        longest = Math.max(longest, bytes);
    }

    /** A list of [token, score]. */
    private void readPieces() {
        if (!json.begins('[')) {
            throw new Node("model.vocab", Map.of()).not("an array of tokens and scores");
        }
        json.enter('[');
        for (int id = 0; json.hasNext(']', id == 0); id++) {
            if (id > Node.MOST_ID) {
                throw new Node("model.vocab", null).refused("has more than " + Node.MOST_ID + " tokens");
            }
            Node piece = new Node("model.vocab[" + id + "]", json.value());
            List<Node> pair = piece.items(2);
            if (pair.size() != 2) {
                throw piece.not("a token and its score");
            }
            measure(pair.get(0).text(), LONGEST_PIECE);
            pair.get(1).number();
            ids.set(id);
        }
        requireSome();
    }

    private void readMerges(String prefix) {
        if (mergesAt < 0) {
            throw model.at("merges").not("an array");
        }
        json.moveTo(mergesAt);
        if (!json.begins('[')) {
            throw new Node("model.merges", Map.of()).not("an array of pairs of tokens");
        }
        json.enter('[');
        boolean pairs = json.begins('[');
        for (int rank = 0; json.hasNext(']', rank == 0); rank++) {
            Object merge = json.value();
            if (pairs) {
                requirePair(rank, merge, prefix);
            } else if (!(merge instanceof String line)) {
                throw merge(rank, merge).not("two tokens with one space between them");
            } else if (!line.startsWith("#version")) {
                requireLine(rank, line, prefix);
            }
        }
    }

    private static Node merge(int rank, @Nullable Object value) {
        return new Node("model.merges[" + rank + "]", value);
    }

    private void requirePair(int rank, @Nullable Object merge, String prefix) {
        if (!(merge instanceof List<?> pair
                && pair.size() == 2
                && pair.get(0) instanceof String left
                && pair.get(1) instanceof String right)) {
            throw merge(rank, merge).not("a pair of tokens");
        }
        requireMerge(rank, left, right, prefix);
    }

    private void requireLine(int rank, String line, String prefix) {
        int space = line.indexOf(' ');
        if (space < 0 || line.indexOf(' ', space + 1) >= 0) {
            throw merge(rank, line).not("two tokens with one space between them");
        }
        requireMerge(rank, line.substring(0, space), line.substring(space + 1), prefix);
    }

    private void requireMerge(int rank, String left, String right, String prefix) {
        if (!right.startsWith(prefix)) {
            throw merge(rank, null)
                    .refused("joins \"" + Node.shown(right) + "\", which does not begin with the"
                            + " continuing_subword_prefix \"" + Node.shown(prefix) + "\"");
        }
        String absent = !vocabulary.containsKey(left)
                ? left
                : !vocabulary.containsKey(right) ? right : missing(left.concat(right.substring(prefix.length())));
        if (absent != null) {
            throw merge(rank, null)
                    .refused("needs the token \"" + Node.shown(absent) + "\", which is not in the vocabulary");
        }
    }

    private @Nullable String missing(String token) {
        return vocabulary.containsKey(token) ? null : token;
    }
}
