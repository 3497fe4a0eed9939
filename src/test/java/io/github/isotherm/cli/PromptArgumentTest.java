package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptArgumentTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private String read(@Nullable String argument, String input, boolean raw, boolean interactive) {
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), err, err, interactive, Map.of());
        return PromptArgument.read(terminal, argument, raw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "wonderful ___|wonderful",
                "wonderful____ |wonderful",
                "wonderful \t |wonderful",
                "wonderful__|wonderful__"
            })
    void takesTheBlankAtTheEndAway(String prompt, String cleaned) {
        assertThat(read(prompt, "", false, false)).isEqualTo(cleaned);
    }

    @Test
    void saysWhatItTookAway() {
        read("wonderful ___", "", false, false);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("\" ___\"").contains("--raw");
    }

    @Test
    void saysNothingWhenThereIsNothingToTake() {
        assertThat(read("wonderful", "", false, false)).isEqualTo("wonderful");
        assertThat(said.size()).isZero();
    }

    @Test
    void rawKeepsEverything() {
        assertThat(read("a ___ ", "", true, false)).isEqualTo("a ___ ");
        assertThat(read(null, "a \n", true, false)).isEqualTo("a \n");
    }

    @Test
    void readsStandardInputAndTakesOneNewline() {
        assertThat(read(null, "caffè 😀\n\n", false, false)).isEqualTo("caffè 😀\n");
        assertThat(read(null, "line\r\n", false, false)).isEqualTo("line");
    }

    @Test
    void refusesABlankInTheMiddle() {
        assertThatThrownBy(() -> read("a ___ day", "", false, false))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("before its end");
    }

    @Test
    void refusesAnEmptyPrompt() {
        assertThatThrownBy(() -> read(" ___", "", false, false))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("prompt is empty");
    }

    @Test
    void doesNotWaitForATerminal() {
        assertThatThrownBy(() -> read(null, "", false, true))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("No prompt is given");
    }

    @Test
    void argumentsLostInAPosixLocaleAreReadAgain() {
        String typed = "java\0-jar\0isotherm.jar\0caffè 😀\0--json\0";
        assertThat(CommandLineText.last(typed, new String[] {"caff\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD\uFFFD", "--json"}))
                .containsExactly("caffè 😀", "--json");
        assertThat(CommandLineText.last(typed, new String[] {"other\uFFFD", "--json"}))
                .containsExactly("other\uFFFD", "--json");
    }
}
