package io.github.isotherm.wire.openai;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a token is called where names stand for tokens: its text; {@code bytes:\xe2\x80} where its bytes are no whole characters;
 * {@code token_id:7} where it has no text, or another token of the same place has the same.
 */
final class TokenNames {
    private static final HexFormat BYTES = HexFormat.of().withPrefix("\\x");

    private final @Nullable Vocabulary vocabulary;

    TokenNames(@Nullable Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    String of(int id) {
        byte[] bytes = vocabulary == null ? new byte[0] : vocabulary.bytes(id);
        if (bytes.length == 0) {
            return byId(id);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "bytes:" + BYTES.formatHex(bytes);
        }
    }

    static String byId(int id) {
        return "token_id:" + id;
    }
}
