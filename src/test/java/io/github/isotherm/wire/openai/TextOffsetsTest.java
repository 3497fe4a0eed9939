package io.github.isotherm.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextOffsetsTest {
    private static final List<String> PIECES = List.of("<s>", " It", " is", "é", "𝄞", "!");
    private static final int BEGIN = 0;
    private static final int IT = 1;
    private static final int IS = 2;
    private static final int ACUTE = 3;
    private static final int CLEF = 4;
    private static final int MARK = 5;
    private static final Vocabulary WORDS = new Vocabulary() {
        @Override
        public int size() {
            return PIECES.size();
        }

        @Override
        public byte[] bytes(int id) {
            return PIECES.get(id).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String text(int id) {
            return PIECES.get(id);
        }

        @Override
        public boolean isSpecial(int id) {
            return id == BEGIN;
        }
    };

    private static int[] of(String text, int... ids) {
        return new TextOffsets(WORDS, 0).of(text, ids);
    }

    @Test
    void aSpecialTokenTakesItsNameWhereTheTextHasItAndNothingElsewhere() {
        assertThat(of("<s> It is", BEGIN, IT, IS)).containsExactly(0, 3, 6);
        assertThat(of(" It is", BEGIN, IT, IS)).containsExactly(0, 0, 3);
    }

    @Test
    void theSpaceThatATokenizerPutsBeforeATextIsNotCounted() {
        assertThat(of("It is", BEGIN, IT, IS)).containsExactly(0, 0, 2);
    }

    @Test
    void aCharacterIsOneWhateverItsBytes() {
        assertThat(of("é𝄞!é", ACUTE, CLEF, MARK, ACUTE)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatFollowsBeginsBehindTheText() {
        TextOffsets offsets = new TextOffsets(WORDS, 0);
        assertThat(offsets.of("It", new int[] {IT})).containsExactly(0);
        assertThat(offsets.next(IS)).isEqualTo(2);
        assertThat(offsets.next(BEGIN)).isEqualTo(5);
        assertThat(offsets.next(MARK)).isEqualTo(5);
    }

    @Test
    void noOffsetIsBehindATextThatItsTokensDoNotSpell() {
        assertThat(of("i", IT, IS)).containsExactly(0, 1);
    }
}
