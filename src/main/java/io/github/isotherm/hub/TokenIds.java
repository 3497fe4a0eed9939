package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of control tokens by their names. Reads the tokenizer only where two other files do not agree. Where it cannot be
 * read nothing is known: whoever opens it is told why.
 */
final class TokenIds {
    private final Path tokenizer;
    private final JsonFile tokenizerConfig;
    private final AddedTokens added;
    private @Nullable VocabularyData read;

    TokenIds(Path tokenizer, JsonFile tokenizerConfig, AddedTokens added) {
        this.tokenizer = tokenizer;
        this.tokenizerConfig = tokenizerConfig;
        this.added = added;
    }

    /** The file that holds them. */
    Path tokenizer() {
        return tokenizer;
    }

    /**
     * The id of a token.
     *
     * @param supposed ids that another file has for it: where the tokenizer's configuration has one of them, it is that
     */
    OptionalInt of(String text, Set<Integer> supposed) {
        JsonNode decoder = tokenizerConfig.at("added_tokens_decoder");
        for (Integer id : supposed) {
            if (decoder.path(id.toString()).path("content").asText("").equals(text)) {
                return OptionalInt.of(id);
            }
        }
        OptionalInt own = listed(text);
        if (own.isPresent() || vocabulary() == null) {
            return own;
        }
        int id = vocabulary().tokens().indexOf(text);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Of the tokenizer's own added tokens, which stand before its vocabulary; read no further than to the one that is meant. */
    private OptionalInt listed(String text) {
        if (!Files.isRegularFile(tokenizer)) {
            return OptionalInt.empty();
        }
        try (InputStream file = Files.newInputStream(tokenizer);
                JsonParser json = JsonTree.JSON.createParser(file)) {
            return isAtAddedTokens(json) ? listed(text, json) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static boolean isAtAddedTokens(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME && !json.currentName().equals("model")) {
            boolean found = json.currentName().equals("added_tokens");
            if (json.nextToken() == JsonToken.START_ARRAY && found) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private static OptionalInt listed(String text, JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            JsonNode token = JsonTree.value(json);
            if (token.path("content").asText("").equals(text)) {
                return WholeNumber.asInt(token.path("id"));
            }
        }
        return OptionalInt.empty();
    }

    /** Those of the tokenizer's own file. */
    Map<String, Integer> special() {
        Map<String, Integer> special = new LinkedHashMap<>();
        VocabularyData vocabulary = vocabulary();
        if (vocabulary != null) {
            List<String> tokens = vocabulary.tokens();
            vocabulary.specialIds().stream().sorted().forEach(id -> special.put(tokens.get(id), id));
        }
        return special;
    }

    private @Nullable VocabularyData vocabulary() {
        if (read == null && Files.isRegularFile(tokenizer)) {
            try {
                read = VocabularyReader.read(tokenizer, added);
            } catch (ModelException e) {
                return null;
            }
        }
        return read;
    }
}
