package io.github.isotherm.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** What it is, as an expression that takes the square of the length where it finds nothing. */
    private static final Pattern END = Pattern.compile("[ \\t]*_{3,}[ \\t]*\\z|[ \\t]+\\z");

    @Test
    void whatIsTakenOffTheEndIsWhatAnExpressionFinds() {
        Random random = new Random(20);
        String signs = "a_ \t_ _b";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            Matcher end = END.matcher(text);
            String removed = end.find() ? end.group() : "";
            String rest = text.substring(0, text.length() - removed.length());
            if (!rest.contains("___")) {
                assertThat(BlankPrompt.anywhere(text.toString()))
                        .as("%s", text)
                        .isEqualTo(new BlankPrompt(rest, removed));
            }
        }
    }

    /** It took half a minute. */
    @Test
    @Timeout(10)
    void manySpacesAreReadInNoTime() {
        String spaces = " ".repeat(2_000_000);
        assertThat(BlankPrompt.of("a" + spaces + "b" + spaces).text()).isEqualTo("a" + spaces + "b");
        assertThat(BlankPrompt.anywhere("a" + spaces + "___" + spaces + "b").suffix())
                .isEqualTo(spaces + "b");
    }
}
