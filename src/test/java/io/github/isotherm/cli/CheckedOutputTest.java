package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckedOutputTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    /** Writes a word where that fails for this reason, and ends. */
    private int ended(int code, @Nullable String reason) {
        CheckedOutput output = new CheckedOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                if (reason != null) {
                    throw new IOException(reason);
                }
            }
        });
        PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(told, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        terminal.out().println("word");
        terminal.out().flush();
        return Main.code(code, output, terminal);
    }

    @Test
    void aFullDiskMakesSuccessAFailureAndIsSaid() {
        assertThat(ended(0, "No space left on device")).isEqualTo(1);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("cannot be written (No space left on device)")
                .hasLineCount(1);
        assertThat(ended(2, "No space left on device")).isEqualTo(2);
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() {
        assertThat(ended(0, "Broken pipe")).isZero();
        assertThat(ended(0, "The pipe is being closed")).isZero();
        assertThat(told.size()).isZero();
    }

    @Test
    void whatIsWrittenIsNoFailure() {
        assertThat(ended(0, null)).isZero();
    }
}
