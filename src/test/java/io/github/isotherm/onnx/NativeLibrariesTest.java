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

    @Test
    void aPathOfTheHostApplicationStays(@TempDir Path cache) throws IOException {
        String before = System.getProperty(NativeLibraries.PATH_PROPERTY);
        try {
            System.setProperty(NativeLibraries.PATH_PROPERTY, "theirs");
            NativeLibraries.prepare(cache);
            assertThat(System.getProperty(NativeLibraries.PATH_PROPERTY)).isEqualTo("theirs");
            assertThat(cache).isEmptyDirectory();
            System.clearProperty(NativeLibraries.PATH_PROPERTY);
            NativeLibraries.prepare(cache);
            assertThat(Path.of(System.getProperty(NativeLibraries.PATH_PROPERTY)))
                    .startsWith(cache.resolve("natives"))
                    .isDirectory();
        } finally {
            restore(before);
        }
    }

    private static void restore(String before) {
        if (before == null) {
            System.clearProperty(NativeLibraries.PATH_PROPERTY);
        } else {
            System.setProperty(NativeLibraries.PATH_PROPERTY, before);
        }
    }
}
