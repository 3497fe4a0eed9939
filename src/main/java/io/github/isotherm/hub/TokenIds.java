package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.error.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The ids of control tokens by their names. Reads the tokenizer only where its configuration does not say. Where it cannot be
 * read nothing is known: whoever opens it is told why.
 */
final class TokenIds {
    private final JsonFile tokenizerConfig;
    private final Path tokenizer;
    private @Nullable VocabularyData read;

    TokenIds(JsonFile tokenizerConfig) {
        this.tokenizerConfig = tokenizerConfig;
        tokenizer = tokenizerConfig.path().resolveSibling("tokenizer.json");
    }

    /** The file that holds them. */
    Path tokenizer() {
        return tokenizer;
    }

    OptionalInt of(String text) {
        for (Map.Entry<String, JsonNode> added :
                tokenizerConfig.at("added_tokens_decoder").properties()) {
            if (added.getValue().path("content").asText("").equals(text)) {
                return id(added.getKey());
            }
        }
        int id = vocabulary() == null ? -1 : vocabulary().tokens().indexOf(text);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static OptionalInt id(String digits) {
        return digits.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
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
                read = VocabularyReader.read(tokenizer);
            } catch (ModelException e) {
                return null;
            }
        }
        return read;
    }
}
