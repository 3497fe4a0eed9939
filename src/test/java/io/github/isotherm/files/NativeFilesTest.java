package io.github.isotherm.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {
    private static final String TAKEN = "Native Library /x/liba.so already loaded in another classloader";
    private static final String NOEXEC = "/x/liba.so: /x/liba.so: failed to map segment from shared object";

    private final String temporaryBefore = System.getProperty("java.io.tmpdir");

    @TempDir
    private Path folder;

    private Path cache;
    private NativeFiles files;

    @BeforeEach
    void jar() throws IOException {
        cache = folder.resolve("cache");
        files = files("some", "b");
        System.setProperty(
                "java.io.tmpdir", Files.createDirectory(folder.resolve("tmp")).toString());
    }

    @AfterEach
    void restore() {
        System.setProperty("java.io.tmpdir", temporaryBefore);
    }

    @Test
    void unpacksOnceIntoFoldersThatOtherUsersRead() throws IOException {
        Path unpacked = files.unpack(cache, 0);
        assertThat(unpacked.resolve("liba.so")).hasContent("some");
        assertThat(unpacked.resolve("libb.so")).hasContent("b");
        if (unpacked.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            for (Path made : List.of(cache, unpacked)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                        .isEqualTo("rwxr-xr-x");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked.resolve("liba.so"))))
                    .isEqualTo("rw-r--r--");
        }
        FileTime past = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(unpacked.resolve("liba.so"), past);
        assertThat(files.unpack(cache, 0)).isEqualTo(unpacked);
        assertThat(Files.getLastModifiedTime(unpacked.resolve("liba.so"))).isEqualTo(past);
    }

    @Test
    void aFileAsLongWithOtherBytesIsUnpackedAnewThoughItsTimeIsTheOldOne() throws IOException {
        Path library = files.unpack(cache, 0).resolve("liba.so");
        FileTime before = Files.getLastModifiedTime(library);
        Files.writeString(library, "same");
        Files.setLastModifiedTime(library, before);
        files.unpack(cache, 0);
        assertThat(library).hasContent("some");
    }

    @Test
    void aLostOrDamagedRecordCostsAReadOnly() throws IOException {
        Path unpacked = files.unpack(cache, 0);
        FileTime past = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(unpacked.resolve("liba.so"), past);
        for (String left : List.of("", "4 x y z liba.so", "4", "4 0 1 1 liba.so\n", "\u0000")) {
            Files.writeString(unpacked.resolve(".written"), left);
            files.unpack(cache, 0);
            assertThat(Files.getLastModifiedTime(unpacked.resolve("liba.so"))).isEqualTo(past);
        }
        Files.delete(unpacked.resolve(".written"));
        files.unpack(cache, 0);
        assertThat(unpacked.resolve(".written")).isNotEmptyFile();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkInTheCacheIsReplacedAndWhatItLeadsToStays() throws IOException {
        Path library = files.unpack(cache, 0).resolve("liba.so");
        Path other = Files.writeString(folder.resolve("other"), "mine");
        Files.delete(library);
        Files.createSymbolicLink(library, other);
        files.unpack(cache, 0);
        assertThat(library).isRegularFile().hasContent("some");
        assertThat(Files.isSymbolicLink(library)).isFalse();
        assertThat(other).hasContent("mine");
    }

    @Test
    void aFileThatWasCutIsUnpackedAnew() throws IOException {
        Path unpacked = files.unpack(cache, 0);
        for (String left : List.of("", "so")) {
            Files.writeString(unpacked.resolve("liba.so"), left);
            assertThat(files.unpack(cache, 0).resolve("liba.so")).hasContent("some");
        }
        Files.delete(unpacked.resolve("libb.so"));
        assertThat(files.unpack(cache, 0).resolve("libb.so")).hasContent("b");
    }

    @Test
    void whatAKilledStartHasLeftIsWrittenOver() throws IOException {
        Path target = files.unpack(cache, 0);
        Files.delete(target.resolve("liba.so"));
        Files.writeString(target.resolve(".isotherm-1-5f-1.unfinished"), "a long half of something");
        files.unpack(cache, 0);
        assertThat(names(target)).containsExactlyInAnyOrder("liba.so", "libb.so", ".lock", ".written");
    }

    @Test
    void anotherBuildHasAnotherFolder() throws IOException {
        assertThat(files("other", "b").unpack(cache, 0)).isNotEqualTo(files.unpack(cache, 0));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderFilledBeforeIsReadWithoutWriting() throws IOException {
        Path unpacked = files.unpack(cache, 0);
        Files.delete(unpacked.resolve(".lock"));
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("r-xr-xr-x"));
        files.unpack(cache, 0);
        assertThat(names(unpacked)).doesNotContain(".lock");
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void eachFurtherClassLoaderHasACopy() throws IOException {
        List<Path> tried = new ArrayList<>();
        files.load(cache, place -> {
            tried.add(place);
            if (tried.size() < 3) {
                throw new UnsatisfiedLinkError(TAKEN);
            }
        });
        assertThat(tried).hasSize(3).doesNotHaveDuplicates().allMatch(place -> Files.exists(place.resolve("libb.so")));
    }

    @Test
    void noMoreCopiesThanSixtyFour() {
        List<Path> tried = new ArrayList<>();
        assertThatThrownBy(() -> files.load(cache, place -> {
                    tried.add(place);
                    throw new UnsatisfiedLinkError(TAKEN);
                }))
                .hasMessage(TAKEN);
        assertThat(tried).hasSize(65);
    }

    @Test
    void whereNothingMayBeExecutedThereAreTemporaryFiles() throws IOException {
        List<Path> tried = new ArrayList<>();
        files.load(cache, place -> {
            tried.add(place);
            if (place.startsWith(cache)) {
                throw new UnsatisfiedLinkError(NOEXEC);
            }
        });
        assertThat(tried).hasSize(2);
        assertThat(tried.get(1)).startsWith(folder.resolve("tmp"));
    }

    @Test
    void whereNothingCanBeWrittenThereAreTemporaryFiles() throws IOException {
        Files.writeString(cache, "a file, not a folder");
        List<Path> tried = new ArrayList<>();
        files.load(cache, tried::add);
        assertThat(tried).hasSize(1).allMatch(place -> place.startsWith(folder.resolve("tmp")));
    }

    @Test
    void whereBothFailTheFirstIsSaidAndTheSecondToo() throws IOException {
        System.setProperty("java.io.tmpdir", folder.resolve("none").toString());
        assertThatThrownBy(() -> files.load(cache, place -> {
                    throw new UnsatisfiedLinkError(NOEXEC);
                }))
                .hasMessage(NOEXEC)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void otherFailuresAreNotTriedElsewhere() {
        List<Path> tried = new ArrayList<>();
        assertThatThrownBy(() -> files.load(cache, place -> {
                    tried.add(place);
                    throw new UnsatisfiedLinkError("libstdc++.so.6: cannot open shared object file: No such file");
                }))
                .isInstanceOf(UnsatisfiedLinkError.class);
        assertThat(tried).hasSize(1);
    }

    @Test
    void jnaIsInTheCacheElseAmongTemporaryFilesElseSilent() throws IOException {
        assertThat(jnaSettings())
                .isEqualTo(Map.of(
                        "jna.tmpdir", cache.resolve("natives").resolve("jna").toString()));
        Files.writeString(cache, "a file");
        Path temporary = folder.resolve("tmp");
        assertThat(jnaSettings()).isEqualTo(Map.of("jna.tmpdir", temporary.toString()));
        Files.delete(temporary);
        Files.writeString(temporary, "a file");
        assertThat(jnaSettings()).isEqualTo(Map.of("jna.tmpdir", temporary.toString(), "jna.nounpack", "true"));
    }

    private Map<String, String> jnaSettings() {
        Map<String, String> settings = new HashMap<>(NativeFiles.jnaSettings(cache));
        String path = settings.remove("jna.platform.library.path");
        assertThat(path != null).isEqualTo(OS.LINUX.isCurrentOs());
        return settings;
    }

    /** A start that was killed as JNA or the tokenizers library unpacked itself; one that is at it now keeps its files. */
    @Test
    void whatKilledStartsHaveLeftOfOtherUnpackersIsRemoved() throws IOException {
        Path natives = NativeFiles.home(cache);
        Path jna = Files.createDirectories(natives.resolve("jna"));
        Path half = Files.createDirectories(natives.resolve("tokenizers").resolve("tmp123"));
        Path left = Files.writeString(jna.resolve("jna1.tmp"), "x");
        Path fresh = Files.writeString(jna.resolve("jna2.tmp"), "x");
        Path other = Files.writeString(jna.resolve("mine"), "x");
        Files.writeString(half.resolve("liba.so"), "a half");
        for (Path old : List.of(left, other, half)) {
            Files.setLastModifiedTime(old, FileTime.fromMillis(System.currentTimeMillis() - 3_700_000));
        }
        files.load(cache, place -> {});
        assertThat(left).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(fresh).exists();
        assertThat(other).exists();
    }

    private NativeFiles files(String a, String b) throws IOException {
        Path jar = folder.resolve(a + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, String> entry :
                    Map.of("liba.so", a, "libb.so", b).entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        Map<String, URL> sources = new LinkedHashMap<>();
        for (String name : List.of("liba.so", "libb.so")) {
            sources.put(name, new URL("jar:" + jar.toUri() + "!/" + name));
        }
        return new NativeFiles("test", sources);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
