package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java's own limit of direct memory may be less than the budget; then it is a sentence too. */
class DirectMemoryIT {
    @Test
    @Timeout(120)
    void lessDirectMemoryThanTheBudgetIsOneSentence() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=8m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "complete",
                        "hello",
                        "-n",
                        "5")
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(err.lines().filter(line -> line.startsWith("isotherm: "))).hasSize(1);
        assertThat(err)
                .contains("There is no memory for the key/value cache of a layer", "-XX:MaxDirectMemorySize")
                .doesNotContain("\tat ");
        assertThat(out.strip()).isEmpty();
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
