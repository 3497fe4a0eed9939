package io.github.isotherm.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.error.UnwrittenFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theContentIsWrittenAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("a");
        WholeFile.at(file).write("è");
        assertThat(Files.readAllBytes(file)).containsExactly(0xc3, 0xa8);
        WholeFile.at(file).write(new byte[] {7});
        assertThat(Files.readAllBytes(file)).containsExactly(7);
        WholeFile.at(file).write(stream("new"), 3);
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void theOldContentStaysUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        WholeFile.at(file).write(out -> {
            out.write("ne".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(file).hasContent("old");
            out.write('w');
        });
        assertThat(file).hasContent("new");
    }

    @Test
    void whatFailsHalfwayLeavesTheOldContentAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> WholeFile.at(file).write(out -> {
                    out.write(1);
                    throw new IOException("the source is gone");
                }))
                .isNotInstanceOf(UnwrittenFileException.class)
                .hasMessage("the source is gone");
        assertThatThrownBy(() -> WholeFile.at(file).write(out -> {
                    out.write(1);
                    throw new IllegalStateException("a fault");
                }))
                .hasMessage("a fault");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aStreamOfAnotherLengthThanAnnouncedIsNoContent() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> WholeFile.at(file).write(stream("abc"), 4)).hasMessage("it ended after 3 of 4 bytes");
        assertThatThrownBy(() -> WholeFile.at(file).write(stream("abc"), 2))
                .hasMessage("there are more than the 2 bytes announced");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void eachCauseIsFoundByLooking() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(reason(folder.resolve("none").resolve("a"))).isEqualTo(Reason.NO_FOLDER);
        assertThat(reason(file.resolve("a"))).isEqualTo(Reason.FILE_FOR_FOLDER);
        assertThat(reason(Files.createDirectory(folder.resolve("made")))).isEqualTo(Reason.IS_FOLDER);
        assertThat(reason(folder.resolve("n".repeat(300)))).isEqualTo(Reason.BAD_NAME);
        assertThat(names()).containsExactly("file", "made");
    }

    /** The kernel's own places; root may write to every folder. */
    @Test
    void aReadOnlyFileSystemAndAFolderOfOthersAreToldApart() throws IOException {
        Path kernel = Path.of("/sys/kernel");
        if (Files.isDirectory(kernel) && Files.getFileStore(kernel).isReadOnly()) {
            assertThat(reason(kernel.resolve("isotherm"))).isEqualTo(Reason.READ_ONLY);
        }
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "all may be written to");
        assertThat(reason(closed.resolve("a"))).isEqualTo(Reason.NO_PERMISSION);
    }

    private static Reason reason(Path file) {
        try {
            WholeFile.at(file).write("x");
        } catch (UnwrittenFileException e) {
            assertThat(e).hasMessageContaining(e.what()).hasNoSuppressedExceptions();
            return e.reason();
        }
        throw new AssertionError(file + " was written");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anOldFileKeepsItsPermissionsAndALinkItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));
        WholeFile.at(link).write("new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNoFileIsWrittenToAndStays() throws IOException {
        Path device = Path.of("/dev/null");
        WholeFile.at(device).write("nobody reads this");
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(device).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsInTheCacheIsReadByAllAndWrittenByItsOwner() throws IOException {
        Path file = folder.resolve("cache").resolve("more").resolve("a");
        WholeFile.inCache(file).write("x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        for (Path made : List.of(file.getParent(), file.getParent().getParent())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwxr-xr-x");
        }
    }

    @Test
    void whatAKilledWriterHasLeftIsRemovedByTheNext() throws IOException {
        Files.writeString(folder.resolve(".isotherm-1-5f-1.unfinished"), "a half");
        Files.writeString(folder.resolve(".isotherm-1-5f-1.other"), "somebody's");
        WholeFile.at(folder.resolve("a")).write("x");
        assertThat(names()).containsExactly(".isotherm-1-5f-1.other", "a");
    }

    @Test
    void whatAnotherWriterIsWritingStays() throws IOException {
        Path other = Files.writeString(folder.resolve(".isotherm-1-5f-1.unfinished"), "a half");
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            WholeFile.at(folder.resolve("a")).write("x");
        }
        assertThat(names()).containsExactly(".isotherm-1-5f-1.unfinished", "a");
    }

    @Test
    void whatSomebodyElseHasWrittenTakesThePlace() throws IOException {
        Path written = Files.writeString(folder.resolve("written"), "new");
        Path file = Files.writeString(folder.resolve("a"), "old");
        WholeFile.inCache(file).take(written);
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a");
    }
}
