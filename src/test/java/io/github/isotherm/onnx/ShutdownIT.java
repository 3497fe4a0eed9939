package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that is stopped in the middle of native work ends as a program does, not as a crash. */
@DisabledOnOs(OS.WINDOWS)
class ShutdownIT {
    private static final int TERMINATED = 128 + 15;

    @ParameterizedTest
    @CsvSource({"load, 0", "load, 130", "load, 290", "run, 50", "encode, 200"})
    void aSignalDuringNativeWorkIsNoCrash(String work, int milliseconds) throws Exception {
        Process process = start(List.of(), work);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("loaded");
            Thread.sleep(milliseconds);
            process.toHandle().destroy();
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(out.lines()).isEmpty();
        }
    }

    /** The order that a race makes now and then, made for certain. */
    @Test
    void theEnvironmentOutlivesThreadsThatOpenAModelWhileTheProgramEnds() throws Exception {
        Process process = start(List.of(), "end");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines()).containsExactly("loaded", "loaded while the program ends");
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    @Test
    void aPlatformWithoutLibrariesIsOneSentence() throws Exception {
        Process process = start(List.of("-Dos.arch=riscv64"), "load");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines())
                    .singleElement()
                    .asString()
                    .startsWith("ONNX Runtime cannot load its native part on")
                    .contains("riscv64 (there is none for it); it runs on Linux x64");
        }
    }

    private static Process start(List<String> options, String work) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(JavaProgram.with("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoadOrRun.class.getName(), work));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
