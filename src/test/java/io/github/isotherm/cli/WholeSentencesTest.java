package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeSentencesTest {
    private final StringBuilder told = new StringBuilder();

    /** A token a character, until it wants no more. */
    private boolean read(int most, String text) {
        WholeSentences sentences = new WholeSentences(most, told::append);
        for (int i = 0; i < text.length() && !sentences.wantsStop(); i++) {
            sentences.onToken(i, null);
            sentences.onText(text.substring(i, i + 1));
        }
        return sentences.end();
    }

    @Test
    void endsWithTheFirstSentenceBehindHalfOfTheTokens() {
        assertThat(read(20, "One is. Two is. Three is. Four is.")).isTrue();
        assertThat(told).hasToString("One is. Two is.");
    }

    @Test
    void endsBeforeASentenceThatHasBeenThere() {
        assertThat(read(1000, "I like it. You too.\nI like it. And more.")).isTrue();
        assertThat(told.toString().strip()).isEqualTo("I like it. You too.");
    }

    @Test
    void goesOnWhereASentenceOnlyBeginsAsAnother() {
        assertThat(read(1000, "I like it. I like it not. End.")).isTrue();
        assertThat(told).hasToString("I like it. I like it not. End.");
    }

    @Test
    void saysWhereTheTextEndsInsideASentence() {
        assertThat(read(1000, "One is. Two")).isFalse();
        assertThat(told).hasToString("One is. Two");
    }

    @Test
    void tellsTheBeginningOfTheTextWhateverThePieces() {
        String text = "One is. Two is 3.5 m. One is. Four.";
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            told.setLength(0);
            WholeSentences sentences = new WholeSentences(1000, told::append);
            for (int at = 0; at < text.length(); ) {
                int next = Math.min(text.length(), at + 1 + random.nextInt(6));
                sentences.onText(text.substring(at, next));
                at = next;
            }
            assertThat(sentences.end()).isTrue();
            assertThat(told.toString().strip()).isEqualTo("One is. Two is 3.5 m.");
        }
    }
}
