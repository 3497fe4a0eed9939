package io.github.isotherm.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTextTest {
    @ParameterizedTest
    @CsvSource({
        "1b, \\x1b",
        "07, \\x07",
        "0, \\x00",
        "7f, \\x7f",
        "9b, \\x9b",
        "0a, \\n",
        "0d, \\r",
        "09, \\t",
        "2028, \\u2028",
        "202e, \\u202e",
        "2066, \\u2066",
        "d800, \\ud800"
    })
    void whatATerminalWouldObeyIsWrittenOut(String hex, String shown) {
        String sign = String.valueOf((char) Integer.parseInt(hex, 16));
        assertThat(ShownText.line("a" + sign + "[31m")).isEqualTo("a" + shown + "[31m");
    }

    @Test
    void linesKeepTheirEndsAndTabsAlone() {
        assertThat(ShownText.lines("a\tb\nc\rd\u001b")).isEqualTo("a\tb\nc\\rd\\x1b");
    }

    @Test
    void everythingElseStaysAsItIs() {
        String text = "Perché? \"x\" \\ \uD83D\uDE00 e\u0301 \u00a0";
        assertThat(ShownText.line(text)).isSameAs(text);
    }

    @Test
    void aValueOfManyLinesIsOneLineInItsSentence() {
        Sentence sentence = Sentence.of("a.key", "It is {value}.", "value", "1\n2\u001b[0m");
        assertThat(sentence.text()).isEqualTo("It is 1\\n2\\x1b[0m.");
        assertThat(sentence.values()).containsEntry("value", "1\\n2\\x1b[0m");
    }

    /** Many sentences are put together where they are thrown. */
    @Test
    void everyErrorIsOneLineHoweverItsSentenceIsMade() {
        for (IsothermException error : List.of(
                new IsothermException("a\nb"),
                new ModelException("a\nb"),
                new InvalidValueException("a\nb"),
                new DecodingException("a\nb"),
                new ClosedException("a\nb"))) {
            assertThat(error).hasMessageStartingWith("a\\nb");
        }
    }

    @Test
    void aVeryLongSentenceKeepsItsBeginningAndItsEnd() {
        IsothermException error = new IsothermException("Begin " + "x".repeat(100_000) + "; end.");
        assertThat(error.getMessage()).startsWith("Begin x").endsWith("x; end.").hasSizeLessThan(4100);
        assertThat(error.getMessage()).contains(" … ");
    }
}
