package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
    @Test
    void wideCharactersTakeTwoCellsAndMarksNone() {
        assertThat(Cells.width("abc")).isEqualTo(3);
        assertThat(Cells.width("日本語")).isEqualTo(6);
        assertThat(Cells.width("😀")).isEqualTo(2);
        assertThat(Cells.width("e\u0301")).isEqualTo(1);
        assertThat(Cells.width("│█▌…")).isEqualTo(4);
    }

    @Test
    void aCutTextEndsInAnEllipsisAndFits() {
        assertThat(Cells.cut("wonderful", 9)).isEqualTo("wonderful");
        assertThat(Cells.cut("wonderful", 5)).isEqualTo("wond…");
        assertThat(Cells.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Cells.tail("wonderful", 5)).isEqualTo("…rful");
        assertThat(Cells.tail("wonderful", 9)).isEqualTo("wonderful");
        assertThat(Cells.tail("日本語", 4)).isEqualTo("…語");
    }

    @Test
    void linesBreakAfterSpacesAndLoseNothing() {
        assertThat(Cells.wrapped("a wonderful day", 11)).containsExactly("a ", "wonderful ", "day");
        assertThat(Cells.wrapped("a wonderful day", 12)).containsExactly("a wonderful ", "day");
        assertThat(Cells.wrapped("abcdefgh", 3)).containsExactly("abc", "def", "gh");
        assertThat(Cells.wrapped("日本語", 4)).containsExactly("日本", "語");
        assertThat(Cells.wrapped("", 4)).isEmpty();
    }
}
