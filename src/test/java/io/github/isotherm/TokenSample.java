package io.github.isotherm;

import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Some tokens of a real vocabulary, all of one byte among them, and one that ends a text. */
final class TokenSample implements TextCodec, Vocabulary {
    private final List<byte[]> bytes;

    private TokenSample(List<byte[]> bytes) {
        this.bytes = List.copyOf(bytes);
    }

    /** Each so-manieth token of the bundled model's. */
    static TokenSample ofSmolLm2(int stride) {
        List<byte[]> some = new ArrayList<>();
        some.add("<end>".getBytes(StandardCharsets.UTF_8));
        try (LocalTokenizer tokenizer = LocalTokenizer.open(Path.of("models", "smollm2-135m-instruct"))) {
            Vocabulary all = tokenizer.vocabulary();
            for (int id = 0; id < all.size(); id++) {
                if (!all.isSpecial(id) && (all.bytes(id).length == 1 || id % stride == 0)) {
                    some.add(all.bytes(id));
                }
            }
        }
        return new TokenSample(some);
    }

    /** The tokens by their bytes. */
    TokenTrie trie() {
        return TokenTrie.of(size(), id -> isSpecial(id) ? new byte[0] : bytes(id));
    }

    @Override
    public int[] encode(String text) {
        throw new UnsupportedOperationException("answers are drawn");
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int id : ids) {
            text.writeBytes(isSpecial(id) ? new byte[0] : bytes(id));
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return bytes.size();
    }

    @Override
    public byte[] bytes(int id) {
        return bytes.get(id);
    }

    @Override
    public String text(int id) {
        return new String(bytes.get(id), StandardCharsets.UTF_8);
    }

    @Override
    public boolean isSpecial(int id) {
        return id == 0;
    }
}
