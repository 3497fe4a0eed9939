package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
    @Test
    void whatAKilledStartHasLeftIsRemoved(@TempDir Path natives) throws IOException {
        Path left = Files.createDirectory(natives.resolve(".unpacking-123"));
        Files.writeString(left.resolve("libonnxruntime.so"), "half");
        Path folder = NativeLibraries.unpack(natives).orElseThrow();
        assertThat(left).doesNotExist();
        try (Stream<Path> libraries = Files.list(folder)) {
            assertThat(libraries)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(file -> file.toFile().length() > 1000);
        }
        assertThat(NativeLibraries.unpack(natives)).contains(folder);
    }
}
