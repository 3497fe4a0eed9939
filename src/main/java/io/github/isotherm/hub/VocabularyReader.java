package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the vocabulary part of a tokenizer.json as a stream: merges, most of the file, are skipped. Used once. */
final class VocabularyReader {
    /** Far above every vocabulary there is: keeps a corrupt id from asking for gigabytes. */
    private static final int MOST_IDS = 1 << 24;

    /** A vocabulary is field names that come once each: remembering them would only cost. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Path file;
    private String[] tokens = new String[1 << 16];
    private int size;
    private final Set<Integer> special = new HashSet<>();
    private final Set<Integer> added = new HashSet<>();
    private JsonNode own = MissingNode.getInstance();
    private JsonNode decoder = MissingNode.getInstance();
    private int modelSize;

    private VocabularyReader(Path file) {
        this.file = file;
    }

    /** With the tokens that other files of the folder add. */
    static VocabularyData read(Path file, AddedTokens others) {
        VocabularyReader reader = new VocabularyReader(file);
        try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
            json.nextToken();
            reader.readRoot(json);
            reader.addMore(others);
        } catch (IOException e) {
            throw JsonFile.unreadable(file, e);
        }
        return reader.data();
    }

    private VocabularyData data() {
        String[] all = Arrays.copyOf(tokens, size);
        for (int id = 0; id < size; id++) {
            if (all[id] == null) {
                all[id] = "";
            }
        }
        boolean byteLevel = decoderHas("type", "ByteLevel");
        boolean metaspace = decoderHas("type", "Metaspace") || decoderHas("String", "\u2581");
        return new VocabularyData(
                Arrays.asList(all), special, added, byteLevel, decoderHas("type", "ByteFallback"), metaspace);
    }

    private boolean decoderHas(String key, String value) {
        return decoder.findValues(key).stream().anyMatch(node -> node.asText().equals(value));
    }

    private void readRoot(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "added_tokens" -> {
                    own = JsonTree.value(json);
                    own.forEach(this::addAdded);
                }
                case "decoder" -> decoder = JsonTree.value(json);
                case "model" -> readModel(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readModel(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
                readMap(json);
            } else if (field.equals("vocab") && value == JsonToken.START_ARRAY) {
                readList(json);
            } else {
                json.skipChildren();
            }
        }
    }

    /** BPE, WordPiece and WordLevel: token to id. */
    private void readMap(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String token = json.currentName();
            json.nextToken();
            put(json.getIntValue(), token);
            modelSize++;
        }
    }

    /** Unigram: a list of [token, score]. */
    private void readList(JsonParser json) throws IOException {
        for (int id = 0; json.nextToken() == JsonToken.START_ARRAY; id++) {
            json.nextToken();
            put(id, json.getText());
            modelSize++;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
            }
        }
    }

    private void addAdded(JsonNode token) {
        int id = token.path("id").asInt(-1);
        put(id, token.path("content").asText(""));
        added.add(id);
        if (token.path("special").asBoolean(false)) {
            special.add(id);
        }
    }

    /** A text that the tokenizer has already keeps its id; others follow, as the tokenizers library counts. */
    private void addMore(AddedTokens others) {
        Map<Integer, AddedToken> ownById = TokenizerJson.byId(own);
        List<AddedToken> more = others.beyond(ownById);
        if (more.isEmpty()) {
            return;
        }
        Map<String, Integer> ids = ids();
        int last = ownById.keySet().stream().mapToInt(id -> id).max().orElse(-1);
        for (AddedToken token : more) {
            int next = Math.max(modelSize, last + 1);
            int id = ids.computeIfAbsent(token.content(), missing -> next);
            last = Math.max(last, id);
            put(id, token.content());
            mark(id, token.special());
        }
    }

    private Map<String, Integer> ids() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < size; id++) {
            if (tokens[id] != null) {
                ids.put(tokens[id], id);
            }
        }
        return ids;
    }

    private void mark(int id, boolean isSpecial) {
        added.add(id);
        if (isSpecial) {
            special.add(id);
        } else {
            special.remove(id);
        }
    }

    private void put(int id, String token) {
        if (id < 0 || id >= MOST_IDS) {
            throw new ModelException(file + " gives the token \"" + token + "\" the id " + id
                    + " but ids must be from 0 to " + (MOST_IDS - 1) + "; " + DamagedFile.wayOut(file) + ".");
        }
        if (id >= tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(id + 1, tokens.length * 2));
        }
        tokens[id] = token;
        size = Math.max(size, id + 1);
    }
}
