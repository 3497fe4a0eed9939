package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.DefaultSignals;
import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C ends the program at any moment: no crash, no stack trace, the exit code that shells know. */
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {
    /** 128 and the number of the signal. */
    private static final int INTERRUPTED = 130;

    private static final String ENDLESS = "complete|Once upon a time|-t|1|--seed|1|-n|7000|--no-spinning";

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    /** One that did not hear must not run on. */
    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({"0", "150", "300", "450", "600", "750", "1000"})
    void duringTheStart(int milliseconds) throws Exception {
        Process process = start(ENDLESS.split("\\|"));
        Thread.sleep(milliseconds);
        interrupt(process);
        endsWell(process);
    }

    @Test
    void whileTextComes() throws Exception {
        Process process = start(ENDLESS.split("\\|"));
        byte[] first = new byte[20];
        try (InputStream out = process.getInputStream()) {
            assertThat(out.readNBytes(first, 0, first.length)).isEqualTo(first.length);
            interrupt(process);
            endsWell(process);
        }
    }

    @Test
    void duringAMeasurement() throws Exception {
        Process process = start("bench", "--threads", "1", "--prompt-tokens", "2000", "--rounds", "100");
        Thread.sleep(2500);
        interrupt(process);
        endsWell(process);
    }

    private void endsWell(Process process) throws Exception {
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(INTERRUPTED);
        String said = Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
        assertThat(said)
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("SIGSEGV")
                .doesNotContain("\u001b")
                .doesNotContain("an error inside isotherm");
        assertThat(said.isEmpty() || said.endsWith("\n")).isTrue();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("err");
        }
    }

    /** Java itself can send SIGTERM only. */
    private static void interrupt(Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** In a folder of its own, where a crash would leave its report. */
    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(DefaultSignals.prefix());
        command.addAll(JavaProgram.begin());
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-m",
                Path.of("models", "smollm2-135m-instruct").toAbsolutePath().toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        started.add(process);
        DefaultSignals.await(process);
        return process;
    }

    private static String classPath() {
        List<String> absolute = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            absolute.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(java.io.File.pathSeparator, absolute);
    }
}
