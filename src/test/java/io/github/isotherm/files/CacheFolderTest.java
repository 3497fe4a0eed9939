package io.github.isotherm.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir
    private Path folder;

    @Test
    void eachPlatformHasItsUsualPlace() throws IOException {
        Path home = made("home");
        Path chosen = made("chosen");
        assertThat(located(Map.of(), "Linux", home))
                .isEqualTo(home.resolve(".cache").resolve("isotherm"));
        assertThat(located(Map.of("XDG_CACHE_HOME", chosen.toString()), "Linux", home))
                .isEqualTo(chosen.resolve("isotherm"));
        assertThat(located(Map.of("XDG_CACHE_HOME", chosen.toString()), "Mac OS X", home))
                .isEqualTo(home.resolve("Library").resolve("Caches").resolve("isotherm"));
        assertThat(located(Map.of("LOCALAPPDATA", chosen.toString()), "Windows 11", home))
                .isEqualTo(chosen.resolve("isotherm"));
        assertThat(located(Map.of(), "Windows 11", home))
                .isEqualTo(home.resolve("AppData").resolve("Local").resolve("isotherm"));
    }

    @Test
    void whatTheUserNamesComesFirstAndThePropertyBeforeTheVariable() throws IOException {
        Path own = folder.resolve("own").toAbsolutePath();
        Map<String, String> environment = Map.of(
                "ISOTHERM_HOME", own.toString(), "XDG_CACHE_HOME", made("c").toString());
        assertThat(located(environment, "Linux", made("home"))).isEqualTo(own);
        Path other = folder.resolve("other").toAbsolutePath();
        assertThat(CacheFolder.locate(environment, new Host(other.toString(), "Linux", "?", "/nowhere")))
                .isEqualTo(other);
    }

    /** As every name with other letters is in the locale C; a zero is none anywhere. */
    @Test
    void aNameThatCannotBeAPathIsRefusedWhereTheUserGaveItAndPassedOverElsewhere() throws IOException {
        Path home = made("home");
        assertThatThrownBy(() -> located(Map.of("ISOTHERM_HOME", "a\0b"), "Linux", home))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("ISOTHERM_HOME ")
                .hasMessageContaining("a\\x00b")
                .hasMessageContaining("cannot be the path of a file");
        assertThat(located(Map.of("XDG_CACHE_HOME", "/caf\0"), "Linux", home))
                .isEqualTo(home.resolve(".cache").resolve("isotherm"));
    }

    @Test
    void blankVariablesAreUnset() throws IOException {
        Path home = made("home");
        assertThat(located(Map.of("ISOTHERM_HOME", "", "XDG_CACHE_HOME", " "), "Linux", home))
                .isEqualTo(home.resolve(".cache").resolve("isotherm"));
    }

    @Test
    void aHomeOfHomeIsTakenWhereTheJvmKnowsNone() throws IOException {
        Path home = made("home");
        assertThat(CacheFolder.locate(Map.of("HOME", home.toString()), host("?")))
                .isEqualTo(home.resolve(".cache").resolve("isotherm"));
    }

    /** As for a number without an entry among the users, in a container whose root is read-only. */
    @Test
    void withoutAHomeItIsAFolderOfTheUsersAloneAmongTemporaryFiles() throws IOException {
        for (String home : new String[] {"?", "", "relative/home"}) {
            Path cache = CacheFolder.locate(Map.of("XDG_CACHE_HOME", "relative"), host(home));
            assertThat(cache.getParent()).isEqualTo(temporary());
            assertThat(cache).isDirectory();
            if (cache.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                        .isEqualTo("rwx------");
            }
        }
        try (Stream<Path> found = Files.list(temporary())) {
            assertThat(found).hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aTemporaryFolderThatOthersWriteToIsNotOurs() throws IOException {
        Path cache = CacheFolder.locate(Map.of(), host("?"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> CacheFolder.locate(Map.of(), host("?")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(cache + " (it is not this user's alone)");
        Files.delete(cache);
        Files.createSymbolicLink(cache, made("elsewhere"));
        assertThatThrownBy(() -> CacheFolder.locate(Map.of(), host("?")))
                .hasMessageContaining(cache + " (it is not this user's alone)");
    }

    @Test
    void whereNothingCanBeWrittenEveryPlaceIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", file.toString(), "HOME", "none");
        assertThatThrownBy(() -> CacheFolder.locate(
                        environment,
                        new Host("", "Linux", "?", folder.resolve("nowhere").toString())))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("isotherm has no folder that it can write to: tried " + file.resolve("isotherm")
                        + " (" + file + " is a file), ")
                .hasMessageContaining(Path.of("?", ".cache", "isotherm") + " (not an absolute path")
                .hasMessageContaining(Path.of("none", ".cache", "isotherm") + " (not an absolute path")
                .hasMessageContaining("(there is no temporary folder ")
                .hasMessageEndingWith(
                        "; set ISOTHERM_HOME (or -Disotherm.home) to a folder that this user may write to.");
    }

    @Test
    void aNamedFolderThatCannotBeMadeIsRefusedAndNoOtherTaken() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(
                        () -> located(Map.of("ISOTHERM_HOME", file.resolve("x").toString()), "Linux", made("home")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tried " + file.resolve("x") + " (" + file + " is a file); set ISOTHERM_HOME");
    }

    private Path located(Map<String, String> environment, String system, Path home) throws IOException {
        return CacheFolder.locate(
                environment, new Host("", system, home.toString(), temporary().toString()));
    }

    private Host host(String home) throws IOException {
        return new Host("", "Linux", home, temporary().toString());
    }

    private Path temporary() throws IOException {
        return made("temporary");
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name).toAbsolutePath());
    }
}
