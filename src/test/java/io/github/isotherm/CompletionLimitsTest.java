package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ConfiguredField;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompletionLimitsTest {
    private static final int CONTEXT = 100;

    private static CompletionLimits limits(String field, @Nullable Object value) {
        return CompletionLimits.of(
                Map.of(field, new ConfiguredField(value, Path.of("generation_config.json"))), CONTEXT);
    }

    @Test
    void maxNewTokensIsHowManyFollowWhateverThePrompt() {
        assertThat(limits("max_new_tokens", 7).most(90, 128)).isEqualTo(7);
        assertThat(limits("max_new_tokens", 64.0).most(90, 128)).isEqualTo(64);
    }

    @Test
    void maxLengthCountsThePromptAndOnlyEverShortens() {
        assertThat(limits("max_length", 20).most(15, 128)).isEqualTo(5);
        assertThat(limits("max_length", 20).most(5, 8)).isEqualTo(8);
        assertThatThrownBy(() -> limits("max_length", 20).most(20, 8))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("The prompt has 20 tokens but must have fewer than the 20");
    }

    @Test
    void aMaxLengthOfTheWholeContextOrOfZeroSaysNothing() {
        assertThat(limits("max_length", 100).maxLength()).isEmpty();
        assertThat(limits("max_length", 1_000_000_000_000L).maxLength()).isEmpty();
        assertThat(limits("max_length", 0).maxLength()).isEmpty();
        assertThat(limits("max_length", 99).maxLength()).isEqualTo(OptionalInt.of(99));
    }

    @Test
    void stopStringsAreATextOrAList() {
        assertThat(limits("stop_strings", "END").stopStrings()).containsExactly("END");
        assertThat(limits("stop_strings", List.of("a", "b")).stopStrings()).containsExactly("a", "b");
        assertThat(limits("stop_strings", null).stopStrings()).isEmpty();
    }

    @Test
    void aWrongTypeIsOneSentence() {
        assertThatThrownBy(() -> limits("max_new_tokens", "64"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "generation_config.json: max_new_tokens is \"64\" but must be a whole number of at least 1; correct the file.");
        assertThatThrownBy(() -> limits("max_new_tokens", 0)).hasMessageContaining("a whole number of at least 1");
        assertThatThrownBy(() -> limits("stop_strings", List.of(3)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("stop_strings is [3] but must be a text or a list of texts");
    }
}
