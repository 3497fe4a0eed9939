package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandNamesTest {
    private static final List<String> NAMES = List.of("complete", "next", "live", "tokens", "web", "compare", "chat");

    @ParameterizedTest
    @CsvSource({
        "complte, complete",
        "compelte, complete",
        "Complete, complete",
        "nextt, next",
        "nxet, next",
        "token, tokens",
        "chatt, chat",
        "comparre, compare"
    })
    void aMistypedNameIsFound(String typed, String meant) {
        assertThat(CommandNames.near(NAMES, typed)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"next", "Hello", "", "we went", "lives on", "nothing", "-h", "neon", "what", "completely mad"})
    void otherWordsArePrompts(String typed) {
        assertThat(CommandNames.near(NAMES, typed)).isEmpty();
    }
}
