package io.github.isotherm.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlankPromptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "This is a ___ day|This is a| ___| day",
                "un____able|un|____|able",
                "A \t___, isn't it? |A| \t___|, isn't it?",
                "___ day||___| day"
            })
    void isCutWhereTheBlankIs(String written, String text, String removed, String suffix) {
        BlankPrompt prompt = BlankPrompt.anywhere(written);
        assertThat(prompt).isEqualTo(new BlankPrompt(text == null ? "" : text, removed, suffix));
        assertThat(prompt.isInside()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"This is a ___", "This is a", "a__b", "a ", ""})
    void hasNothingBehindABlankAtItsEnd(String written) {
        assertThat(BlankPrompt.anywhere(written).isInside()).isFalse();
        assertThat(BlankPrompt.of(written)).isEqualTo(BlankPrompt.anywhere(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ___ b ___ c", "a ___ b ___", "___ ___ x"})
    void severalBlanksAreRefused(String written) {
        assertThatThrownBy(() -> BlankPrompt.anywhere(written))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("several blanks");
    }

    @Test
    void whoContinuesAtTheEndRefusesABlankInside() {
        assertThatThrownBy(() -> BlankPrompt.of("a ___ b"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("before its end");
    }
}
