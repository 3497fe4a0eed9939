package io.github.isotherm.wire;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A vocabulary written out as a list of texts. */
record ListedVocabulary(List<String> texts) implements Vocabulary {
    ListedVocabulary {
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
