package io.github.isotherm.hub;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The vocabulary part of a {@code tokenizer.json}.
 *
 * @param tokens the tokens as the file writes them, by id; ids without a token hold the empty string
 * @param specialIds the ids that are control tokens
 * @param addedIds the ids that are found by their names before the model sees a text; special ones mostly among them
 * @param byteLevel whether characters of a token stand for bytes (GPT-2's alphabet)
 * @param byteFallback whether {@code <0x00>} to {@code <0xFF>} stand for single bytes
 * @param metaspace whether {@code ▁} stands for a space
 */
public record VocabularyData(
        List<String> tokens,
        Set<Integer> specialIds,
        Set<Integer> addedIds,
        boolean byteLevel,
        boolean byteFallback,
        boolean metaspace) {

    /** Makes everything unmodifiable. */
    public VocabularyData {
        tokens = Collections.unmodifiableList(tokens);
        specialIds = Set.copyOf(specialIds);
        addedIds = Set.copyOf(addedIds);
    }
}
