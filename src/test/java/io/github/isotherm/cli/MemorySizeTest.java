package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1000000, 1000000",
        "7B, 7",
        "3k, 3072",
        "512MB, 536870912",
        "512 MiB, 536870912",
        "512m, 536870912",
        "1.5G, 1610612736",
        "2gb, 2147483648",
        "1T, 1099511627776"
    })
    void readsBytesAndUnitsOf1024(String text, long bytes) {
        assertThat(MemorySize.parse("--kv-memory", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0MB", "-1", "-512MB", "lots", "512 X", "MB", "1e9", "0.1", "1,5G", "99999999999T"})
    void refusesTheRestInOneSentence(String text) {
        assertThatThrownBy(() -> MemorySize.parse("--kv-memory", text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "--kv-memory is \"" + text + "\" but must be a size of memory above 0 such as 512MB or 2GB.");
    }
}
