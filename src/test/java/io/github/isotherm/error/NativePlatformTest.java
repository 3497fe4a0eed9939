package io.github.isotherm.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void otherReasonsAreSaidInTheLoadersWords(String system, String architecture) {
        assertThat(new NativePlatform(system, architecture).isSupported()).isTrue();
        assertThat(sentence(system, architecture, "never\nheard of"))
                .isEqualTo("The library cannot load its native part on " + system + " " + architecture
                        + " (never heard of)" + RUNS_ON);
    }

    @Test
    void anOldGlibcIsNamedWithTheVersionWanted() {
        assertThat(sentence(
                        "Linux",
                        "amd64",
                        "/tmp/libtokenizers.so: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found"
                                + " (required by /tmp/libtokenizers.so)"))
                .startsWith("The library cannot load its native part on Linux amd64 (the C library here is older than"
                        + " glibc 2.34); take a newer system")
                .endsWith(RUNS_ON.substring(2));
    }

    /** The first is what musl 1.2.3 says of both libraries, the others what it says once libstdc++ is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/t/libonnxruntime.so: Error loading shared library libstdc++.so.6: No such file or directory (needed by"
                        + " /t/libonnxruntime.so)",
                "Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by"
                        + " /tmp/libonnxruntime.so)",
                "Error relocating /tmp/libonnxruntime.so: __vsnprintf_chk: symbol not found"
            })
    void muslIsNamed(String message) {
        assertThat(sentence("Linux", "amd64", message))
                .startsWith(
                        "The library cannot load its native part on Linux amd64 (the C library here is not glibc but"
                                + " another one, such as Alpine's musl); take an image with glibc");
    }

    /** The messages are glibc 2.36's, macOS', Windows' and the JVM's own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/t/l.so: libstdc++.so.6: cannot open shared object file: No such file or directory"
                        + "|(it needs libstdc++.so.6, which is not installed); install that",
                "/c d/l.so: /c d/l.so: failed to map segment from shared object"
                        + "|/l.so lies where nothing may be executed, as on a mount with noexec); set ISOTHERM_HOME",
                "/c/l.so: /c/l.so: failed to map segment from shared object: Operation not permitted"
                        + "|(/c/l.so lies where nothing may be executed",
                "/c/l.so: failed to map segment from shared object: Cannot allocate memory"
                        + "|(there is not enough memory to load it); give",
                "Native Library /c/l.so already loaded in another classloader"
                        + "|(another class loader of this JVM has it); put isotherm",
                "/c/l.so: /c/l.so: file too short|(/c/l.so is damaged); delete it",
                "/c/l.so: /c/l.so: invalid ELF header|(/c/l.so is damaged); delete it",
                "/c/l.so: /c/l.so: wrong ELF class: ELFCLASS64 (Possible cause: architecture word width mismatch)"
                        + "|(it is for another processor than this JVM); take",
                "C:\\c\\onnxruntime.dll: Can't find dependent libraries"
                        + "|(a library that it needs is not installed); install Microsoft's"
            })
    void eachCauseHasItsReasonAndItsWayOut(String message, String said) {
        assertThat(sentence("Linux", "amd64", message)).contains(said).doesNotContain("runs on Linux");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedAndSoIsTheOtherThatWasTried() throws IOException {
        Path file = Files.createTempFile("cache", "file");
        IOException first = UnwrittenFileException.of(file.resolve("natives").resolve("l.so"), new IOException("x"));
        first.addSuppressed(new IOException("/tmp/isotherm-0: there is no temporary folder /tmp"));
        assertThat(failure(first))
                .isEqualTo("The library cannot load its native part on Linux amd64 (it cannot be unpacked: " + file
                        + " is a file but must be a folder; nor is there a way by temporary files:"
                        + " /tmp/isotherm-0: there is no temporary folder /tmp); set ISOTHERM_HOME to a folder that this"
                        + " user may write to and that has room.");
        Files.delete(file);
    }

    @Test
    void aJarThatCannotBeReadIsNoMatterOfRoom() {
        assertThat(failure(new ZipException("invalid entry CRC")))
                .isEqualTo(
                        "The library cannot load its native part on Linux amd64 (it cannot be read: invalid entry CRC);"
                                + " put a whole copy of the jar that holds it in its place, which this user may read.");
        assertThat(failure(new IOException(new NoSuchFileException("/a.jar")))).contains("there is no /a.jar");
        assertThat(failure(new AccessDeniedException("/a.jar"))).contains("this user may not use /a.jar");
    }

    /** Where a file lies is no reason. */
    @Test
    void wordsInAPathAreNoCause() {
        assertThat(failure(new UnsatisfiedLinkError("/opt/musl/cache/l.so: /opt/musl/cache/l.so: file too short")))
                .contains("(/opt/musl/cache/l.so is damaged)");
        assertThat(failure(new UnsatisfiedLinkError(
                        "/musl/l.so: libstdc++.so.6: cannot open shared object file: No such file or directory")))
                .contains("it needs libstdc++.so.6, which is not installed");
    }

    private static String failure(Throwable cause) {
        return new NativePlatform("Linux", "amd64")
                .failure("The library", "2.34", cause)
                .getMessage();
    }
}
