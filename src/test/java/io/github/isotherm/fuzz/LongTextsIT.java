package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LongTextsIT {
    /** A text of a megabyte has a quarter of a million tokens here: two dozen at once took more than a gigabyte of Java's memory. */
    @Test
    void twoDozenMegabytesAtOnceFitIntoASmallHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongTexts.class.getName(),
                        "24",
                        "1000000")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said).contains("tokens\t6000024");
    }
}
