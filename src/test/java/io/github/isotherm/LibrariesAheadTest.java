package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(Patience.SECONDS)
class LibrariesAheadTest {
    @Test
    void oneMayBeginInAnotherAndBeClosedAgain() {
        LibrariesAhead first = LibrariesAhead.start();
        try (LibrariesAhead second = LibrariesAhead.start()) {
            first.close();
            first.close();
            assertThat(second).isNotSameAs(first);
        }
    }

    /** Nothing can be loaded from there, and the mistake of the command line is told all the same, alone. */
    @Test
    void wrongUsageIsToldWhereTheCacheCannotBeUsed() throws IOException, InterruptedException {
        List<String> command = JavaProgram.with(
                "-cp", System.getProperty("java.class.path"), "io.github.isotherm.cli.Main", "complete", "--nope");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ISOTHERM_HOME", "/dev/null/none");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(said).startsWith("isotherm: ").contains("--nope").hasLineCount(1);
        assertThat(process.exitValue()).isEqualTo(2);
    }
}
