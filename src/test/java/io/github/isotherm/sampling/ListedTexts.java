package io.github.isotherm.sampling;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small vocabulary: the texts of the ids, of which those in angle brackets are special. */
public final class ListedTexts implements Vocabulary {
    private final List<String> texts;

    public ListedTexts(String... texts) {
        this.texts = List.of(texts);
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public byte[] bytes(int id) {
        return texts.get(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int id) {
        return texts.get(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return texts.get(id).matches("<.+>");
    }
}
