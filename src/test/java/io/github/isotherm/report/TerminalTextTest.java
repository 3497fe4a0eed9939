package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void wideCharactersTakeTwoCellsAndMarksNone() {
        assertThat(TerminalText.width("abc")).isEqualTo(3);
        assertThat(TerminalText.width("日本語")).isEqualTo(6);
        assertThat(TerminalText.width("😀")).isEqualTo(2);
        assertThat(TerminalText.width("e\u0301")).isEqualTo(1);
        assertThat(TerminalText.width("│█▌…")).isEqualTo(4);
    }

    @Test
    void aCutTextEndsInAnEllipsisAndFits() {
        assertThat(TerminalText.cut("wonderful", 9)).isEqualTo("wonderful");
        assertThat(TerminalText.cut("wonderful", 5)).isEqualTo("wond…");
        assertThat(TerminalText.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(TerminalText.tail("wonderful", 5)).isEqualTo("…rful");
        assertThat(TerminalText.tail("wonderful", 9)).isEqualTo("wonderful");
        assertThat(TerminalText.tail("日本語", 4)).isEqualTo("…語");
    }

    @Test
    void linesBreakAfterSpacesAndLoseNothing() {
        assertThat(TerminalText.wrapped("a wonderful day", 11)).containsExactly("a ", "wonderful ", "day");
        assertThat(TerminalText.wrapped("a wonderful day", 12)).containsExactly("a wonderful ", "day");
        assertThat(TerminalText.wrapped("abcdefgh", 3)).containsExactly("abc", "def", "gh");
        assertThat(TerminalText.wrapped("日本語", 4)).containsExactly("日本", "語");
        assertThat(TerminalText.wrapped("", 4)).isEmpty();
    }
}
