package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredFieldTest {
    private static String text(Object value) {
        return new ConfiguredField(value, Path.of("generation_config.json")).text();
    }

    @Test
    void aValueIsWrittenAsJson() {
        assertThat(text(Map.of("a", List.of(1, true, "b\"\\\n")))).isEqualTo("{\"a\": [1, true, \"b\\\"\\\\\\n\"]}");
        assertThat(text(Arrays.asList(null, 1.5))).isEqualTo("[null, 1.5]");
    }

    @Test
    void whatATerminalWouldObeyIsWrittenOut() {
        assertThat(text("\u001b[2J\u009b2J")).isEqualTo("\"\\u001b[2J\\u009b2J\"");
        assertThat(text(Map.of("\u0007", 1))).isEqualTo("{\"\\u0007\": 1}");
    }
}
