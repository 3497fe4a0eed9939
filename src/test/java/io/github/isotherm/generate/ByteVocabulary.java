package io.github.isotherm.generate;

import io.github.isotherm.sampling.Vocabulary;

/** Bytes as tokens, as {@link ByteCodec} reads them; NUL is special. */
public final class ByteVocabulary implements Vocabulary {
    @Override
    public int size() {
        return ByteCodec.SIZE;
    }

    @Override
    public byte[] bytes(int id) {
        return new byte[] {(byte) id};
    }

    @Override
    public String text(int id) {
        return Character.toString(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return id == 0;
    }
}
