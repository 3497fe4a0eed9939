package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextStreamTest {
    private static final int SPECIAL = 256;

    /** Bytes, with a special token that decodes to nothing; counts what it is given. */
    private static final class CountingCodec implements TextCodec {
        private long decoded;

        @Override
        public int[] encode(String text) {
            return new ByteCodec().encode(text);
        }

        @Override
        public String decode(int[] ids) {
            decoded += ids.length;
            return new ByteCodec()
                    .decode(Arrays.stream(ids).filter(id -> id != SPECIAL).toArray());
        }
    }

    private static final Vocabulary BYTES = new Vocabulary() {
        @Override
        public int size() {
            return SPECIAL + 1;
        }

        @Override
        public byte[] bytes(int id) {
            return id == SPECIAL ? "<end>".getBytes(StandardCharsets.UTF_8) : new byte[] {(byte) id};
        }

        @Override
        public String text(int id) {
            return String.valueOf(id);
        }

        @Override
        public boolean isSpecial(int id) {
            return id == SPECIAL;
        }
    };

    private static long work(IntUnaryOperator token) {
        CountingCodec codec = new CountingCodec();
        TokenBuffer tokens = new TokenBuffer();
        TextStream stream = new TextStream(codec, BYTES, TokenSequence.of('x'), tokens);
        for (int n = 0; n < 4000; n++) {
            tokens.add(token.applyAsInt(n));
            stream.next();
        }
        stream.flush();
        return codec.decoded;
    }

    /** Ids decoded, for 4,000 tokens that never become a character, are special, or are one that was cut short. */
    @Test
    void whatIsUndecidableCostsNoMoreThanTwiceOrdinaryText() {
        long ordinary = work(n -> 'a' + n % 26);
        assertThat(work(n -> 0x80)).isLessThanOrEqualTo(2 * ordinary);
        assertThat(work(n -> 0xF0)).isLessThanOrEqualTo(2 * ordinary);
        assertThat(work(n -> SPECIAL)).isLessThanOrEqualTo(2 * ordinary);
        assertThat(work(n -> n % 3 == 2 ? 'a' : n % 3 == 0 ? 0xE2 : 0x82)).isLessThanOrEqualTo(2 * ordinary);
    }

    private static String pieces(@Nullable Vocabulary vocabulary, String prompt, int... ids) {
        return pieces(vocabulary, new ByteCodec().encode(prompt), ids);
    }

    private static String pieces(@Nullable Vocabulary vocabulary, int[] prompt, int... ids) {
        TokenBuffer tokens = new TokenBuffer();
        TextStream stream = new TextStream(new CountingCodec(), vocabulary, TokenSequence.of(prompt), tokens);
        StringBuilder pieces = new StringBuilder();
        for (int id : ids) {
            tokens.add(id);
            pieces.append(stream.next()).append('|');
        }
        return pieces.append(stream.flush()).toString();
    }

    @Test
    void aCharacterComesWithItsLastByteAndAStrayByteAtOnce() {
        assertThat(pieces(BYTES, "x", 0xE2, 0x82, 0xAC, 'a')).isEqualTo("||€|a|");
        assertThat(pieces(BYTES, "x", 0x80, 'a', 0xE2, 'b')).isEqualTo("\uFFFD|a||\uFFFDb|");
        assertThat(pieces(BYTES, "x", 'a', 0xE2)).isEqualTo("a||\uFFFD");
        assertThat(pieces(BYTES, "x", 0xF0, SPECIAL, 0x9F, 0x98, 0x80)).isEqualTo("||||😀|");
    }

    @Test
    void withoutAVocabularyNoMoreThanACharacterIsHeld() {
        assertThat(pieces(null, "x", 0xE2, 0x82, 0xAC)).isEqualTo("||€|");
        assertThat(pieces(null, "x", 0x80, 0x80, 0x80, 0x80, 'a')).isEqualTo("|||\uFFFD\uFFFD\uFFFD\uFFFD|a|");
    }

    @Test
    void aCharacterThatThePromptBeginsIsTheCompletions() {
        assertThat(pieces(BYTES, new int[] {'x', 0xE2, 0x82}, 0xAC)).isEqualTo("€|");
        assertThat(pieces(BYTES, new int[] {'x', 0xE2}, 0x82, 0xAC, 'a')).isEqualTo("|€|a|");
        assertThat(pieces(BYTES, new int[] {0xF0}, 0x9F, SPECIAL, 0x98, 0x80)).isEqualTo("|||😀|");
    }

    @Test
    void aCharacterThatThePromptBeginsAndNothingCompletesIsThePrompts() {
        assertThat(pieces(BYTES, new int[] {'x', 0xE2, 0x82}, 'a')).isEqualTo("a|");
        assertThat(pieces(BYTES, new int[] {'x', 0xE2}, 0x82)).isEqualTo("|");
        assertThat(pieces(BYTES, new int[] {'x', 0x80}, 'a', 0x80)).isEqualTo("a|\uFFFD|");
    }

    @ParameterizedTest
    @CsvSource({
        "E282, true",
        "E2, true",
        "F09F98, true",
        "F09F, true",
        "C3, true",
        "80, false",
        "C0, false",
        "FF, false",
        "E28041, false",
        "41, false",
        "E282AC, false",
        "F4, true",
        "F5, false",
        "8080E2, true"
    })
    void bytesEndInsideACharacter(String hex, boolean inside) {
        assertThat(Utf8End.isIncomplete(java.util.HexFormat.of().parseHex(hex))).isEqualTo(inside);
    }
}
