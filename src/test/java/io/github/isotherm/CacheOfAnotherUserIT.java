package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cache that root has filled, natives and the unpacked model, serves a user who may write nothing in it. Skips where this is
 * not run as root, or {@code setpriv} is missing or not allowed.
 */
@EnabledOnOs(OS.LINUX)
class CacheOfAnotherUserIT {
    private static final String NOBODY = "65534";
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    private static final String MODEL = "smollm2-135m-instruct";

    /** Of this class, which every user may read and only root write. */
    @TempDir
    private static Path shared;

    private static Path cache;
    private static Path home;
    private static String classPath;

    @BeforeAll
    static void filledByRoot() throws Exception {
        assumeTrue(isAllowed(), "no program can be run as another user here");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        cache = Files.createDirectory(shared.resolve("cache"));
        home = Files.createDirectory(shared.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        classPath = readable(System.getProperty("java.class.path")) + File.pathSeparator + jar();
        assertThat(said(List.of(), "next", "This is a wonderful")).contains(" example");
        assertThat(cache.resolve("natives")).isDirectory();
        assertThat(cache.resolve("bundled")).isDirectory();
    }

    private static boolean isAllowed() throws InterruptedException {
        List<String> probe = new ArrayList<>(AS_NOBODY);
        probe.add("true");
        try {
            return new ProcessBuilder(probe).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The class path at a place that every user may read; without models, so that the jar's is taken. */
    private static String readable(String path) throws IOException {
        List<String> places = new ArrayList<>();
        for (String one : path.split(File.pathSeparator, -1)) {
            Path source = Path.of(one).toAbsolutePath();
            Path target = shared.resolve("lib" + places.size()).resolve(String.valueOf(source.getFileName()));
            if (Files.isDirectory(source)) {
                copy(source, target);
                places.add(target.toString());
            } else if (Files.isRegularFile(source)) {
                Files.createDirectories(target.getParent());
                link(source, target);
                places.add(target.toString());
            }
        }
        return String.join(File.pathSeparator, places);
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> all = Files.walk(source)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(one).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(one, copy);
            }
        }
    }

    private static void link(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileSystemException e) { // of another disk
            Files.copy(source, target);
        }
    }

    private static Path jar() throws IOException {
        Path jar = shared.resolve("model.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.list(Path.of("models", MODEL))) {
            out.setLevel(1);
            for (Path one : files.toList()) {
                out.putNextEntry(new JarEntry(MODEL + "/" + one.getFileName()));
                Files.copy(one, out);
            }
        }
        return jar;
    }

    private static String said(List<String> before, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(JavaProgram.with("-cp", classPath, "io.github.isotherm.cli.Main"));
        command.addAll(List.of(arguments));
        Path output = shared.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("ISOTHERM_MODEL");
        builder.environment().put("ISOTHERM_HOME", cache.toString());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void anotherUserReadsTheModelAndRunsItWithTheNativesOfTheCache() throws Exception {
        List<Path> before = files();
        assertThat(said(AS_NOBODY, "next", "This is a wonderful"))
                .contains(" example")
                .doesNotContain("WARN", "isotherm:");
        assertThat(said(AS_NOBODY, "tokens", "Hello")).contains("Hello").doesNotContain("WARN", "isotherm:");
        assertThat(files()).containsExactlyElementsOf(before);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void onlyTheOwnerMayWriteInIt() throws IOException {
        try (Stream<Path> all = Files.walk(cache)) {
            for (Path one : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                        .as(one.toString())
                        .matches(Files.isDirectory(one) ? "rwxr-xr-x" : "rw-r--r--|rwxr-xr-x");
            }
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(cache)) {
            return all.sorted().toList();
        }
    }
}
