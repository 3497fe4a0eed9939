package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowDroppingTest {
    @Test
    void whatMovesNothingIsFree() {
        assertThat(RowDropping.pays(1, 0, 100_000, 0)).isTrue();
    }

    @Test
    void aCopyPaysOnceTheStepsLeftSaveAsMuch() {
        int held = 8 * RowDropping.TOKENS_PER_STEP;
        assertThat(RowDropping.pays(1, 1, held, 7)).isFalse();
        assertThat(RowDropping.pays(1, 1, held, 8)).isTrue();
        assertThat(RowDropping.pays(2, 1, held, 4)).isTrue();
        assertThat(RowDropping.pays(2, 2, held, 7)).isFalse();
        assertThat(RowDropping.pays(1, 1, held + 1, 8)).isFalse();
    }

    @Test
    void largeNumbersDoNotOverflow() {
        assertThat(RowDropping.pays(1, 1000, Integer.MAX_VALUE, 1)).isFalse();
        assertThat(RowDropping.pays(1000, 1, 1, Integer.MAX_VALUE)).isTrue();
    }
}
