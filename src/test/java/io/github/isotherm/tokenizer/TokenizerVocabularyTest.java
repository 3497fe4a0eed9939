package io.github.isotherm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenizerVocabularyTest {
    private static final List<String> BYTE_LEVEL =
            List.of("<end>", "\u0120day", "\u00f0\u0141", "\u010a", "\u00c3\u00a9", "\u0120na\u00c3", "");

    private final TokenizerVocabulary bytes = new TokenizerVocabulary(BYTE_LEVEL, Set.of(0), TokenAlphabet.BYTE_LEVEL);

    @Test
    void byteLevelCharactersStandForBytes() {
        assertThat(bytes.size()).isEqualTo(7);
        assertThat(bytes.text(1)).isEqualTo(" day");
        assertThat(bytes.text(3)).isEqualTo("\n");
        assertThat(bytes.text(4)).isEqualTo("\u00e9");
        assertThat(bytes.bytes(2)).containsExactly(0xF0, 0x9F);
    }

    @Test
    void incompleteCharactersAreShownAsBytes() {
        assertThat(bytes.text(2)).isEqualTo("<0xF0><0x9F>");
        assertThat(bytes.text(5)).isEqualTo(" na<0xC3>");
    }

    @Test
    void everyByteIsReachedOnce() {
        Set<Byte> seen = new java.util.HashSet<>();
        for (int c = 0; c < 256 + 68; c++) {
            byte[] one = TokenAlphabet.BYTE_LEVEL.bytes(Character.toString(c));
            boolean outside = c < 0x21 || (c >= 0x7F && c <= 0xA0) || c == 0xAD;
            if (!outside) {
                assertThat(one).hasSize(1);
                seen.add(one[0]);
            }
        }
        assertThat(seen).hasSize(256);
    }

    @Test
    void specialTokensAreThemselves() {
        assertThat(bytes.isSpecial(0)).isTrue();
        assertThat(bytes.isSpecial(1)).isFalse();
        assertThat(bytes.text(0)).isEqualTo("<end>");
    }

    @Test
    void idsBeyondTheTableAreEmpty() {
        assertThat(bytes.text(7)).isEmpty();
        assertThat(bytes.bytes(-1)).isEmpty();
        assertThat(bytes.isSpecial(-1)).isFalse();
        assertThat(bytes.text(6)).isEmpty();
    }

    @Test
    void metaspaceAndByteFallback() {
        TokenizerVocabulary pieces = new TokenizerVocabulary(
                List.of("<0xF0>", "\u2581day", "\u00e9", "<0xZZ>"), Set.of(), TokenAlphabet.METASPACE);
        assertThat(pieces.bytes(0)).containsExactly(0xF0);
        assertThat(pieces.text(0)).isEqualTo("<0xF0>");
        assertThat(pieces.text(1)).isEqualTo(" day");
        assertThat(pieces.text(2)).isEqualTo("\u00e9");
        assertThat(pieces.text(3)).isEqualTo("<0xZZ>");
    }
}
