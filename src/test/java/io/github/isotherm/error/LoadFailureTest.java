package io.github.isotherm.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the loader of this system says of real libraries that were changed. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LoadFailureTest {
    private static final int CLASS = 4;
    private static final int TYPE = 16;
    private static final int MACHINE = 18;
    private static final byte ARM64 = (byte) 183;
    private static final String NEEDED = "libc.so.6";

    @TempDir
    private Path folder;

    private byte[] library;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/com/sun/jna/linux-x86-64/libjnidispatch.so"))) {
            library = in.readAllBytes();
        }
    }

    private UnsatisfiedLinkError said(byte[] content) throws IOException {
        Path file = Files.createTempFile(folder, "lib", ".so");
        Files.write(file, content);
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            return e;
        }
        throw new AssertionError("it was loaded");
    }

    private byte[] with(int at, byte value) {
        byte[] changed = library.clone();
        changed[at] = value;
        return changed;
    }

    @Test
    void aCutFileIsDamaged() throws IOException {
        for (int length : new int[] {0, 3, 40, 63, 200}) {
            assertThat(LoadFailure.of(said(Arrays.copyOf(library, length))))
                    .as("%d bytes", length)
                    .isEqualTo(LoadFailure.DAMAGED);
        }
    }

    @Test
    void soIsOneWithAnotherBegin() throws IOException {
        assertThat(LoadFailure.of(said(with(0, (byte) 0)))).isEqualTo(LoadFailure.DAMAGED);
        assertThat(LoadFailure.of(said(with(TYPE, (byte) 1)))).isEqualTo(LoadFailure.DAMAGED);
        assertThat(LoadFailure.of(said("not a library at all, but a text that is long enough to hold a header of one"
                        .getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(LoadFailure.DAMAGED);
    }

    @Test
    void anotherProcessorIsNoMissingFile() throws IOException {
        assertThat(LoadFailure.of(said(with(MACHINE, ARM64)))).isEqualTo(LoadFailure.OTHER_PROCESSOR);
        assertThat(LoadFailure.of(said(with(CLASS, (byte) 1)))).isEqualTo(LoadFailure.OTHER_PROCESSOR);
    }

    @Test
    void aMissingLibraryIsNamed() throws IOException {
        String text = new String(library, StandardCharsets.ISO_8859_1);
        byte[] changed =
                text.replaceFirst(NEEDED.replace(".", "\\."), "libq.so.6").getBytes(StandardCharsets.ISO_8859_1);
        UnsatisfiedLinkError said = said(changed);
        assertThat(LoadFailure.of(said)).isEqualTo(LoadFailure.MISSING_LIBRARY);
        assertThat(LoadFailure.of(said).reason(said)).isEqualTo("it needs libq.so.6, which is not installed");
    }
}
