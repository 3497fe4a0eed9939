package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateVariablesTest {
    @Test
    void eachIsReadAsJson() {
        assertThat(TemplateVariables.each(Map.of("a", "false", "b", "[1, \"x\"]", "c", "{\"k\": 2}")))
                .containsEntry("a", false)
                .containsEntry("b", List.of(1, "x"))
                .containsEntry("c", Map.of("k", 2));
        assertThat(TemplateVariables.each(Map.of("n", "null"))).containsEntry("n", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "high", "{", "[1"})
    void whatIsNotJsonIsRefusedByName(String json) {
        assertThatThrownBy(() -> TemplateVariables.each(Map.of("effort", json)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("effort");
    }
}
