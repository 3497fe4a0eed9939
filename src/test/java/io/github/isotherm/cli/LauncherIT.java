package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script beside the runnable jar: which Java it starts and how, and the archive of classes that it starts with. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(10 * Patience.SECONDS)
class LauncherIT {
    private static final Path JAR = Path.of(System.getProperty("isotherm.jar", "target/isotherm.jar"));
    private static final String[] APPLY = {"apply", "day=0", "space=0", "--temperature", "1"};
    private static final String OWN_CLASS = "io.github.isotherm.cli.CommandLineProgram source: ";
    private static final String ARCHIVED = OWN_CLASS + "shared objects file (top)";
    private static final String OLD_CLASS = "picocli.CommandLine source: shared objects file (top)";

    /** What a Java is given, one a line in angles; it knows no archive. */
    private static final String TELLS_ARGUMENTS = "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n";

    @TempDir
    static Path installed;

    @TempDir
    Path folder;

    private Path cache;
    private Path launcher;
    private final Map<String, String> environment = new TreeMap<>();

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void isBesideItsJar() throws IOException {
        Files.copy(JAR, installed.resolve("isotherm.jar"));
        Path script = Files.copy(JAR.resolveSibling("isotherm"), installed.resolve("isotherm"));
        assertThat(script).isExecutable();
    }

    @BeforeEach
    void hasACacheOfItsOwn() {
        cache = folder.resolve("cache of its own");
        launcher = installed.resolve("isotherm");
        environment.put("ISOTHERM_HOME", cache.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(Files.createTempFile(folder, "err", "").toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("ISOTHERM_MODEL", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            }
        });
        builder.redirectInput(new File("/dev/null"));
        errors = builder.redirectError().file().toPath();
        return builder.start();
    }

    private Path errors = Path.of("none");

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return ended(start(arguments), errors);
    }

    private static Ended ended(Process process, Path errors) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        awaitArchive();
        return new Ended(process.exitValue(), out, Files.readString(errors));
    }

    /** What makes it runs on when the command has ended. */
    private static void awaitArchive() throws IOException, InterruptedException {
        String place = installed.toRealPath().toString();
        Predicate<ProcessHandle> isOfLauncher =
                process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.contains(place));
        while (ProcessHandle.allProcesses().anyMatch(isOfLauncher)) {
            Thread.sleep(20);
        }
    }

    /** Two words of the same logit. */
    private static void isHalfEach(Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines().filter(line -> line.contains("0.500000")))
                .hasSize(2);
        assertThat(ended.out()).doesNotContain("cds").doesNotContain("warning");
    }

    /** Which classes the next start loads from where; options of the environment come alone. */
    private String loaded() throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);
        Ended ended = run(APPLY);
        environment.put("JAVA_TOOL_OPTIONS", "");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("0.500000");
        return Files.readString(log);
    }

    private List<Path> archives() throws IOException {
        Path start = cache.resolve("start");
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(start)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(start)) {
                files.forEach(file -> {
                    if (!file.endsWith(".lock")) {
                        found.add(file);
                    }
                });
            }
        }
        return found;
    }

    private Path archive() throws IOException {
        assertThat(archives()).hasSize(1);
        return archives().get(0);
    }

    private void javaIs(String script) throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    }

    @Test
    void theFirstStartMakesTheArchiveAndTheNextUsesIt() throws Exception {
        isHalfEach(run(APPLY));
        assertThat(archive()).isNotEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive())))
                .isEqualTo("rw-r--r--");
        FileTime made = Files.getLastModifiedTime(archive());
        isHalfEach(run(APPLY));
        assertThat(loaded()).contains(ARCHIVED).contains(OLD_CLASS);
        assertThat(Files.getLastModifiedTime(archive())).isEqualTo(made);
    }

    /** While an image is built: what runs on when a step has ended is ended with it. */
    @Test
    void itIsMadeFirstWhereThatIsAskedFor() throws Exception {
        environment.put("ISOTHERM_START", "now");
        assertThat(loaded()).contains(ARCHIVED);
        assertThat(archive()).isNotEmptyFile();
    }

    /** A JDK 17 crashes over one that is cut short. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5000, 3_000_000})
    void anArchiveThatWasCutShortIsMadeAgainInSilence(int bytes) throws Exception {
        isHalfEach(run(APPLY));
        byte[] whole = Files.readAllBytes(archive());
        Files.write(archive(), Arrays.copyOf(whole, bytes));
        isHalfEach(run(APPLY));
        assertThat(archive().toString()).endsWith("-" + Files.size(archive()) + ".jsa");
        assertThat(Files.size(archive())).isGreaterThan(3_000_000);
        assertThat(loaded()).contains(ARCHIVED);
    }

    @Test
    void anArchiveOfSomethingElseIsPassedOverInSilence() throws Exception {
        isHalfEach(run(APPLY));
        byte[] other = new byte[Math.toIntExact(Files.size(archive()))];
        Arrays.fill(other, (byte) 'x');
        Files.write(archive(), other);
        isHalfEach(run(APPLY));
        assertThat(loaded()).contains(OWN_CLASS).doesNotContain(ARCHIVED);
    }

    /** As a JVM leaves it that makes no archives. */
    @Test
    void anEmptyArchiveIsNeitherUsedNorMadeAgain() throws Exception {
        isHalfEach(run(APPLY));
        Path made = archive();
        Path none = made.resolveSibling(made.getFileName().toString().replaceAll("-\\d+\\.jsa$", "-0.jsa"));
        Files.delete(made);
        Files.createFile(none);
        isHalfEach(run(APPLY));
        assertThat(loaded()).contains(OWN_CLASS).doesNotContain(ARCHIVED);
        assertThat(archive()).isEqualTo(none).isEmptyFile();
    }

    @Test
    void anotherJarsArchiveIsReplaced() throws Exception {
        isHalfEach(run(APPLY));
        Path first = archive();
        Files.setLastModifiedTime(installed.resolve("isotherm.jar"), FileTime.fromMillis(1_700_000_000_000L));
        isHalfEach(run(APPLY));
        assertThat(archive()).isNotEqualTo(first).isNotEmptyFile();
        assertThat(loaded()).contains(ARCHIVED);
    }

    @Test
    void whereNothingCanBeKeptItStartsWithoutInSilence() throws Exception {
        Files.createDirectories(cache);
        Files.writeString(cache.resolve("start"), "a file");
        isHalfEach(run(APPLY));
        assertThat(cache.resolve("start")).hasContent("a file");
    }

    @Test
    void aFolderThatMayOnlyBeReadIsLeftAlone() throws Exception {
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(cache), "this user may write everywhere");
        isHalfEach(run(APPLY));
        assertThat(archives()).isEmpty();
    }

    @Test
    void startsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Path> said = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(APPLY));
            said.add(errors);
        }
        for (int i = 0; i < processes.size(); i++) {
            isHalfEach(ended(processes.get(i), said.get(i)));
        }
        assertThat(archive()).isNotEmptyFile();
        assertThat(loaded()).contains(ARCHIVED);
    }

    @ParameterizedTest
    @CsvSource({"XDG_CACHE_HOME,x/isotherm", "HOME,x/.cache/isotherm"})
    void theCacheIsWhereTheProgramHasIt(String variable, String below) throws Exception {
        environment.put("ISOTHERM_HOME", "");
        environment.put("XDG_CACHE_HOME", "");
        environment.put(variable, folder.resolve("x").toString());
        cache = folder.resolve(below);
        isHalfEach(run(APPLY));
        assertThat(archive()).isNotEmptyFile();
    }

    @Test
    void aRelativeCacheIsBelowTheWorkingFolder() throws Exception {
        environment.put("ISOTHERM_HOME", "kept");
        cache = folder.resolve("kept");
        isHalfEach(run(APPLY));
        assertThat(archive()).isNotEmptyFile();
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        javaIs(TELLS_ARGUMENTS);
        Ended ended = run("next", "two  words", "", "*", "perché?", "日本", "$HOME", "a\nb", "'\"\\");
        String jar = installed.toRealPath().resolve("isotherm.jar").toString();
        assertThat(ended.out())
                .endsWith("<-jar>\n<" + jar
                        + ">\n<next>\n<two  words>\n<>\n<*>\n<perché?>\n<日本>\n<$HOME>\n<a\nb>\n<'\"\\>\n");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "next,true",
        "complete,true",
        "'A prompt',true",
        "serve,false",
        "batch,false",
        "web,false",
        "bench,false"
    })
    void onlyShortCommandsAreLeftToTheQuickCompiler(String command, boolean isShort) throws Exception {
        javaIs(TELLS_ARGUMENTS);
        assertThat(run(command).out().contains("<-XX:TieredStopAtLevel=1>")).isEqualTo(isShort);
    }

    /** Two collectors are an error of the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void optionsOfTheEnvironmentComeAlone(String variable) throws Exception {
        environment.put(variable, "-XX:+UseParallelGC");
        Ended ended = run(APPLY);
        assertThat(ended.code()).as(ended.err()).isZero();
        javaIs(TELLS_ARGUMENTS);
        assertThat(run(APPLY).out()).doesNotContain("Serial").doesNotContain("Tiered");
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        assertThat(run("apply", "day=0", "--temperature", "-1").code()).isEqualTo(2);
        assertThat(run("inspect", "--model", folder.resolve("none").toString()).code())
                .isEqualTo(1);
    }

    /** Signals to the script reach the JVM: it is the same process. */
    @Test
    void theScriptBecomesTheJvm() throws Exception {
        javaIs("#!/bin/sh\necho $$\n");
        Process process = start("next");
        Ended ended = ended(process, errors);
        assertThat(ended.out()).isEqualTo(process.pid() + "\n");
    }

    @Test
    void aLinkToTheScriptFindsTheJar() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path relative = Files.createSymbolicLink(
                bin.resolve("first"),
                bin.toRealPath().relativize(installed.toRealPath().resolve("isotherm")));
        launcher = Files.createSymbolicLink(bin.resolve("isotherm"), relative.getFileName());
        isHalfEach(run(APPLY));
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        environment.put("JAVA_HOME", folder.toString());
        assertThat(run(APPLY))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "isotherm: JAVA_HOME is " + folder
                                + ", where there is no bin/java; set it to a JDK or JRE from 17 on, or unset it.\n"));
    }

    @Test
    void withoutAnyJavaThereIsOneSentence() throws Exception {
        environment.put("JAVA_HOME", "");
        environment.put("PATH", folder.toString());
        assertThat(run(APPLY))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "isotherm: there is no java on the PATH;"
                                + " install a JDK or JRE from 17 on, or set JAVA_HOME to one.\n"));
    }
}
