package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Drafting;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code --speculate}: which way of guessing the model is opened with. */
class SpeculateOptionTest {
    private static Drafting drafting(String... arguments) {
        ModelOption option = new ModelOption();
        new CommandLine(option).parseArgs(arguments);
        return option.scheduling().drafting();
    }

    @Test
    void namesTheWayOfGuessing() {
        assertThat(drafting()).isSameAs(Drafting.PROMPT_LOOKUP);
        assertThat(drafting("--speculate", "prompt-lookup")).isSameAs(Drafting.PROMPT_LOOKUP);
        assertThat(drafting("--speculate", "off")).isSameAs(Drafting.OFF);
        assertThat(drafting("--speculate", "off", "--kv-memory", "1GB")).isSameAs(Drafting.OFF);
    }

    @Test
    void aWayThatIsNoneIsRefused() {
        assertThatThrownBy(() -> drafting("--speculate", "draft-model"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("--speculate is draft-model but must be one of prompt-lookup, off.");
    }
}
