package io.github.isotherm.generate;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A tokenizer that takes the longest token each time; texts in angle brackets are special. */
public final class LongestMatches implements TextCodec, Vocabulary {
    private final List<String> texts;

    public LongestMatches(String... texts) {
        this.texts = List.of(texts);
    }

    @Override
    public int[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int best = -1;
            for (int id = 0; id < texts.size(); id++) {
                boolean longer =
                        best < 0 || texts.get(id).length() > texts.get(best).length();
                best = text.startsWith(texts.get(id), at) && longer ? id : best;
            }
            ids.add(best);
            at += texts.get(best).length();
        }
        return ids.stream().mapToInt(id -> id).toArray();
    }

    @Override
    public String decode(int[] ids) {
        return Arrays.stream(ids)
                .filter(id -> !isSpecial(id))
                .mapToObj(texts::get)
                .collect(Collectors.joining());
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
