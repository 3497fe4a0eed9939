package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.SmallModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How often a batch opens a model that nobody says it of. */
class UsualCopiesTest {
    @TempDir
    private Path folder;

    private static int copies(Path model, String threads) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                false,
                Map.of());
        return CommandLine.populateCommand(new ModelOption(), "-m", model.toString(), "--threads", threads)
                .usualCopies(terminal);
    }

    @Test
    void aSmallModelIsOpenedOnceAThreadFourTimesAtMost() throws IOException {
        Path model = SmallModel.in(folder);
        assertThat(copies(model, "1")).isEqualTo(1);
        assertThat(copies(model, "3")).isEqualTo(3);
        assertThat(copies(model, "9")).isEqualTo(4);
    }

    @Test
    void aLargeModelIsOpenedOnce() throws IOException {
        Path model = SmallModel.in(folder);
        try (RandomAccessFile weights =
                new RandomAccessFile(model.resolve("weights.bin").toFile(), "rw")) {
            weights.setLength(200_000_001);
        }
        assertThat(copies(model, "3")).isEqualTo(1);
    }
}
