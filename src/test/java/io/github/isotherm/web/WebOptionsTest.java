package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import org.junit.jupiter.api.Test;

class WebOptionsTest {
    @Test
    void thisComputerNeedsNoToken() {
        assertThat(new WebOptions("127.0.0.1", 0, null).listen().address().isLoopbackAddress())
                .isTrue();
        assertThat(new WebOptions("localhost", 7860, null).port()).isEqualTo(7860);
    }

    @Test
    void otherComputersDo() {
        assertThatThrownBy(() -> new WebOptions("0.0.0.0", 7860, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("--token");
        assertThatThrownBy(() -> new WebOptions("0.0.0.0", 7860, "short")).hasMessageContaining("16");
        assertThat(new WebOptions("0.0.0.0", 7860, "sixteen-letters-").token()).isNotNull();
    }

    @Test
    void aTokenThatAHeaderCannotCarryIsRefused() {
        assertThatThrownBy(() -> new WebOptions("127.0.0.1", 0, "a token with blanks in it"))
                .hasMessageContaining("visible ASCII");
        assertThatThrownBy(() -> new WebOptions("127.0.0.1", 0, "sixteen-letters-\u00e9"))
                .hasMessageContaining("visible ASCII");
    }

    @Test
    void badValuesAreNamed() {
        assertThatThrownBy(() -> new WebOptions("127.0.0.1", 70000, null)).hasMessageContaining("70000");
        assertThatThrownBy(() -> new WebOptions("no such host.invalid", 1, null))
                .isInstanceOf(IsothermException.class)
                .hasMessageContaining("no such host.invalid");
    }
}
