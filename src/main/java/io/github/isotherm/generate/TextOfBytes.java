package io.github.isotherm.generate;

import io.github.isotherm.sampling.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Decodes by the bytes of the tokens, as a constraint reads them: with the space that some tokenizers drop where nothing stands
 * before it.
 *
 * @param codec encodes
 * @param vocabulary knows the bytes
 */
record TextOfBytes(TextCodec codec, Vocabulary vocabulary) implements TextCodec {
    @Override
    public int[] encode(String text) {
        return codec.encode(text);
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            if (!vocabulary.isSpecial(id)) {
                bytes.writeBytes(vocabulary.bytes(id));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
