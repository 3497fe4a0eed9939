package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every hostile template, in a process of its own with 256 MB of heap. */
class HostileTemplatesInASmallHeapIT {
    private static final double SECONDS = 2;
    private static final int LONGEST_SENTENCE = 2_200;

    @TempDir
    private Path folder;

    private List<String> lines() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileTemplates.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(Patience.SECONDS)
    void eachEndsInTwoSecondsOfProcessorTime() throws IOException, InterruptedException {
        List<String> written = HostileTemplates.written();
        assertThat(written).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
        List<String> lines = lines();
        assertThat(lines).hasSameSizeAs(written);
        for (int i = 0; i < lines.size(); i++) {
            String[] columns = lines.get(i).split(" ");
            assertThat(Double.parseDouble(columns[1])).as(written.get(i)).isLessThan(SECONDS);
            assertThat(Integer.parseInt(columns[2])).as(written.get(i)).isLessThan(LONGEST_SENTENCE);
        }
    }
}
