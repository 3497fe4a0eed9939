package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class FootprintIT {
    private static final int PROCESSES = 6;

    @TempDir
    Path home;

    @TempDir
    Path temporary;

    @TempDir
    Path output;

    @Test
    void onlyOurCacheIsWrittenEvenBySixProcessesAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start(i));
        }
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(processes.get(i).waitFor(Patience.SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(Files.readString(output.resolve("err" + i))).isEmpty();
            assertThat(Files.readString(output.resolve("out" + i)).strip()).isEqualTo("example");
            assertThat(processes.get(i).exitValue()).isZero();
        }
        Path cache = home.resolve(".cache").resolve("isotherm");
        assertThat(files(home)).isNotEmpty().allMatch(file -> file.startsWith(cache));
        assertThat(files(home))
                .extracting(file -> file.getFileName().toString())
                .noneMatch(n -> n.startsWith(".unp"));
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aPlatformWithoutTokenizersIsOneSentence() throws Exception {
        Process process = start(7, "-Dos.arch=riscv64");
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output.resolve("err7")))
                .contains(
                        "ModelException: The tokenizers library cannot load its native part on Linux riscv64 (there is"
                                + " none for it); it runs on");
    }

    private Process start(int number, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(JavaProgram.begin());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                Footprint.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().remove("ISOTHERM_HOME");
        builder.environment().remove("CI");
        builder.redirectOutput(output.resolve("out" + number).toFile());
        builder.redirectError(output.resolve("err" + number).toFile());
        return builder.start();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
