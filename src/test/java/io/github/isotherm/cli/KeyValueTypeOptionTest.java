package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code --kv-type}. */
class KeyValueTypeOptionTest {
    private static String refused(String... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.code()).isEqualTo(2);
        return run.err();
    }

    @Test
    void anotherKindIsRefusedWithThoseThereAre() {
        assertThat(refused("complete", "x", "--kv-type", "int8"))
                .contains("--kv-type")
                .contains("one of file, float16");
    }

    @Test
    void anUntouchedGraphCannotHaveOtherStates() {
        assertThat(refused("complete", "x", "--kv-type", "float16", "--as-is"))
                .contains("--kv-type")
                .contains("--as-is");
    }
}
