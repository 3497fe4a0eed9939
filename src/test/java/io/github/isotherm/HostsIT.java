package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar as containers and other odd hosts start it. Skips what the kernel or the user here does not allow. */
@EnabledOnOs(OS.LINUX)
class HostsIT {
    private static final Path JAR = Path.of(System.getProperty("isotherm.jar", "target/isotherm.jar"));
    private static final Path MODEL = Path.of("models", "smollm2-135m-instruct").toAbsolutePath();
    private static final String SAID = "-is-";

    /** Read by all users, unlike folders of JUnit's and of the build. */
    @TempDir
    private static Path shared;

    private static Path jar;
    private static Path model;

    @TempDir
    private Path folder;

    private Path work;
    private Path home;
    private Path temporary;

    @BeforeAll
    static void forAllUsers() throws IOException {
        assumeTrue(Files.isRegularFile(JAR), "the runnable jar is not built");
        open(shared);
        jar = Files.copy(JAR, shared.resolve("isotherm.jar"));
        model = open(Files.createDirectory(shared.resolve("model")));
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
    }

    @BeforeEach
    void folders() throws IOException {
        open(folder);
        work = open(Files.createDirectory(folder.resolve("work")));
        home = open(Files.createDirectory(folder.resolve("home")));
        temporary = open(Files.createDirectory(folder.resolve("temporary")));
    }

    @Test
    void withoutAHomeNothingIsWrittenInTheWorkingFolder() throws Exception {
        assertThat(said(List.of(), "-Duser.home=?")).contains(SAID);
        assertThat(work).isEmptyDirectory();
        assertThat(temporary).isDirectoryContaining("glob:**/isotherm-*");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).hasSize(1);
        }
    }

    /** OpenShift's default: a number that is no user's. */
    @Test
    void aNumberWithoutANameWorks() throws Exception {
        List<String> number = List.of("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups");
        assumeAllowed(number);
        assertThat(said(number)).contains(SAID);
        assertThat(work).isEmptyDirectory();
        assertThat(temporary.resolve("isotherm-12345").resolve("natives")).isDirectory();
        assertThat(said(number, "-Djava.io.tmpdir=" + folder.resolve("none")))
                .contains("isotherm has no folder that it can write to: tried ")
                .contains("there is no temporary folder " + folder.resolve("none"))
                .contains("; set ISOTHERM_HOME");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void withoutATemporaryFolderItIsLoadedFromTheCache() throws Exception {
        assertThat(said(List.of(), "-Duser.home=" + home, "-Djava.io.tmpdir=" + folder.resolve("none")))
                .contains(SAID);
    }

    @Test
    void aReadOnlyRootWithOneWritablePlaceWorks() throws Exception {
        String script = readOnlyRoot() + "mount -t tmpfs tmpfs " + home + " && export ISOTHERM_HOME=" + home
                + " && ! touch " + temporary.resolve("x") + " 2>/dev/null && exec \"$@\"";
        assertThat(said(shell(script))).contains(SAID);
        assertThat(work).isEmptyDirectory();
    }

    /** As of an image that was filled as it was built. */
    @Test
    void aFilledCacheIsEnoughWhereNothingCanBeWritten() throws Exception {
        String script = readOnlyRoot() + "export ISOTHERM_HOME=" + home + " && exec \"$@\"";
        assertThat(said(shell(script)))
                .contains("cannot load its native part")
                .contains("it cannot be unpacked: ")
                .contains("; set ISOTHERM_HOME to a folder that this user may write to");
        assertThat(said(List.of("env", "ISOTHERM_HOME=" + home))).contains(SAID);
        assertThat(said(shell(script))).contains(SAID).doesNotContain("WARNING");
    }

    @Test
    void whereTheCacheMayNotBeExecutedTemporaryFilesDo() throws Exception {
        String script = noexec(home) + "export ISOTHERM_HOME=" + home + " && exec \"$@\"";
        assertThat(said(shell(script))).contains(SAID);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).hasSize(1).allMatch(path -> path.toString().contains("isotherm-"));
        }
    }

    @Test
    void whereNothingMayBeExecutedThatIsSaid() throws Exception {
        String script = noexec(home) + noexec(temporary) + "export ISOTHERM_HOME=" + home + " && exec \"$@\"";
        assertThat(said(shell(script)))
                .contains(".so lies where nothing may be executed, as on a mount with noexec")
                .contains("set ISOTHERM_HOME to a folder of another mount")
                .doesNotContain("it runs on Linux x64");
    }

    private String readOnlyRoot() throws Exception {
        String script = "mount --make-rprivate / && mount --bind " + folder + " " + folder
                + " && mount -o remount,bind,ro " + folder + " && mount -o remount,bind,ro / && ";
        assumeAllowed(shell(script + "true"));
        return script;
    }

    private static String noexec(Path place) throws Exception {
        String script = "mount -t tmpfs -o noexec tmpfs " + place + " && ";
        assumeAllowed(shell(script + "true"));
        return script;
    }

    private static List<String> shell(String script) {
        return List.of("unshare", "-rm", "sh", "-c", script, "sh");
    }

    private static void assumeAllowed(List<String> command) throws Exception {
        List<String> probe = new ArrayList<>(command);
        probe.add("true");
        boolean allowed;
        try {
            allowed = new ProcessBuilder(probe)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            allowed = false;
        }
        assumeTrue(allowed, () -> "not allowed here: " + String.join(" ", probe));
    }

    private String said(List<String> before, String... options) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(JavaProgram.begin());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-jar", jar.toString(), "complete", "--model", model.toString()));
        command.addAll(List.of("This", "-n", "3", "--seed", "1"));
        File output = folder.resolve("output").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        List.of("HOME", "XDG_CACHE_HOME", "ISOTHERM_HOME", "ISOTHERM_MODEL", "JAVA_TOOL_OPTIONS")
                .forEach(builder.environment()::remove);
        builder.environment().put("TMPDIR", temporary.toString());
        Process process = builder.redirectOutput(output).start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output.toPath(), StandardCharsets.UTF_8);
    }

    private static Path open(Path made) throws IOException {
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
