package io.github.isotherm.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SentenceTest {
    @Test
    void placesAreFilledOnceAndOnlyThoseThatAreNamed() {
        Sentence sentence = Sentence.of("a.key", "{what} is {other} and {map}.", "what", "{other} $1", "other", 3);
        assertThat(sentence.text()).isEqualTo("{other} $1 is 3 and {map}.");
        assertThat(sentence.code()).isEqualTo("a.key");
        assertThat(sentence.values()).isEqualTo(Map.of("what", "{other} $1", "other", "3"));
    }

    @Test
    void anErrorCarriesItsKeyBesideItsMessage() {
        InvalidValueException error =
                catchThrowableOfType(InvalidValueException.class, () -> Checks.between("top-p", 7, 0, 1));
        assertThat(error).hasMessage("top-p is 7 but must be between 0 and 1.");
        assertThat(error.sentence().code()).isEqualTo("value.between");
        assertThat(error.sentence().values()).isEqualTo(Map.of("name", "top-p", "value", "7", "low", "0", "high", "1"));
    }

    @Test
    void anErrorWithoutAKeyIsItsMessage() {
        IsothermException error = new IsothermException("It failed.", new IllegalStateException());
        assertThat(error.sentence().text()).isEqualTo("It failed.");
        assertThat(error.sentence().code()).isEmpty();
        assertThat(error).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLongValueIsShownByItsBeginning() {
        Sentence sentence = Sentence.of("x", "It is {value}.", "value", "\uD83D\uDE00".repeat(700));
        assertThat(sentence.text()).isEqualTo("It is " + "\uD83D\uDE00".repeat(200) + "… (1400 characters).");
        assertThat(Sentence.of("x", "{value}", "value", "a".repeat(1000)).text())
                .hasSize(1000);
    }
}
