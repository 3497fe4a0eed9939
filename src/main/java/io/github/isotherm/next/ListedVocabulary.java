package io.github.isotherm.next;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A vocabulary written out as a list of texts, none of them special.
 *
 * @param texts by id
 */
public record ListedVocabulary(List<String> texts) implements Vocabulary {
    /** Copies the list. */
    public ListedVocabulary {
        texts = List.copyOf(texts);
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public byte[] bytes(int id) {
        return text(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int id) {
        return id >= 0 && id < texts.size() ? texts.get(id) : "";
    }

    @Override
    public boolean isSpecial(int id) {
        return false;
    }
}
