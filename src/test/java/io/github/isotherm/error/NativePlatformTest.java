package io.github.isotherm.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {
    private static final String RUNS_ON =
            "; it runs on Linux x64 and arm64 with glibc 2.34 or newer, macOS arm64 and Windows x64.";

    private static String sentence(String system, String architecture, String message) {
        Throwable cause = new IllegalStateException("outer", new UnsatisfiedLinkError(message));
        return new NativePlatform(system, architecture)
                .failure("The library", "2.34", cause)
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, x86_64", "Windows 11, aarch64", "Linux, riscv64", "Linux, i386", "FreeBSD, amd64"})
    void platformsWithoutALibraryAreNamed(String system, String architecture) {
        assertThat(new NativePlatform(system, architecture).isSupported()).isFalse();
        assertThat(sentence(system, architecture, "no onnxruntime in java.library.path"))
                .isEqualTo("The library cannot load its native part on " + system + " " + architecture
                        + " (there is none for it)" + RUNS_ON);
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Windows Server 2022, amd64", "Linux, amd64", "Linux, aarch64"})
    void otherReasonsAreLeftToTheCause(String system, String architecture) {
        assertThat(new NativePlatform(system, architecture).isSupported()).isTrue();
        assertThat(sentence(system, architecture, "failed to map segment"))
                .isEqualTo("The library cannot load its native part on " + system + " " + architecture + RUNS_ON);
    }

    @Test
    void anOldGlibcIsNamedWithTheVersionWanted() {
        assertThat(sentence(
                        "Linux",
                        "amd64",
                        "/tmp/libtokenizers.so: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found"
                                + " (required by /tmp/libtokenizers.so)"))
                .isEqualTo("The library cannot load its native part on Linux amd64 (the C library here is older than"
                        + " glibc 2.34)" + RUNS_ON);
    }

    @ParameterizedTest
    @CsvSource({
        "Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /tmp/libonnxruntime.so)",
        "Error relocating /tmp/libonnxruntime.so: __vsnprintf_chk: symbol not found"
    })
    void muslIsNamed(String message) {
        assertThat(sentence("Linux", "amd64", message))
                .isEqualTo("The library cannot load its native part on Linux amd64 (the C library here is not glibc but"
                        + " another one, such as Alpine's musl)" + RUNS_ON);
    }
}
