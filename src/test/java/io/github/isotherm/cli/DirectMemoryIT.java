package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Java's own limit of direct memory may be less than the budget; then it is a sentence too. */
class DirectMemoryIT {
    /** Keys and values are none of Java's direct memory. */
    @Test
    void aCompletionNeedsLittleDirectMemory() throws Exception {
        Run run = run("8m");
        assertThat(run.code).as(run.err).isZero();
        assertThat(run.out).isNotBlank();
    }

    @Test
    void tooLittleDirectMemoryIsOneSentence() throws Exception {
        Run run = run("150k");
        assertThat(run.err.lines().filter(line -> line.startsWith("isotherm: ")))
                .hasSize(1);
        assertThat(run.err)
                .contains("There is no memory for", "-XX:MaxDirectMemorySize")
                .doesNotContain("\tat ");
        assertThat(run.out.strip()).isEmpty();
        assertThat(run.code).isEqualTo(1);
    }

    private record Run(String out, String err, int code) {}

    private static Run run(String directMemory) throws Exception {
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-XX:MaxDirectMemorySize=" + directMemory,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "complete",
                        "hello",
                        "-n",
                        "5"))
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(out, err, process.exitValue());
    }
}
