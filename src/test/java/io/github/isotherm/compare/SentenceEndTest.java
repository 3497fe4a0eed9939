package io.github.isotherm.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceEndTest {
    private static String first(String text, boolean whole) {
        int end = SentenceEnd.first(text, whole);
        return end < 0 ? "(none)" : text.substring(0, end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It rains. It pours.|It rains.",
                "Does it? Yes.|Does it?",
                "He said \"no.\" Then he left.|He said \"no.\"",
                "Mr. Smith met Dr. No. Then J. Doe came.|Mr. Smith met Dr. No. Then J. Doe came.",
                "It costs 3.50 dollars. Yes.|It costs 3.50 dollars.",
                "See e.g. the manual. Now.|See e.g. the manual.",
                "1. The first thing. 2.|1. The first thing.",
                "Wait... what?! No.|Wait...",
                "晴れです。雨です。|晴れです。",
            })
    void isFoundBehindTheMarkThatEndsIt(String text, String sentence) {
        assertThat(first(text, true)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"It rains", "It rains, it", "Mr.", "", "  "})
    void isNotFoundInsideASentence(String text) {
        assertThat(first(text, true)).isEqualTo("(none)");
    }

    @Test
    void isCertainOnlyWhereABlankFollows() {
        assertThat(first("It is 3.", false)).isEqualTo("(none)");
        assertThat(first("It is 3.5 m long. ", false)).isEqualTo("It is 3.5 m long.");
    }

    @Test
    void isALinesEndToo() {
        assertThat(first("A headline \nand text", false)).isEqualTo("A headline ");
        assertThat(first("\n\nText. ", false)).isEqualTo("\n\nText.");
    }

    @Test
    void aLineWithoutAMarkIsNotMarked() {
        assertThat(SentenceEnd.isMarked("A headline ")).isFalse();
        assertThat(SentenceEnd.isMarked("He said \"no.\" ")).isTrue();
    }
}
