package io.github.isotherm.grammar.schema;

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

/** Every hostile schema, in a process of its own with 256 MB of heap. */
class HostileSchemasIT {
    private static final double SECONDS = 2;
    private static final int LONGEST_SENTENCE = 400;

    @TempDir
    private Path folder;

    private List<String> lines() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileSchemas.class.getName()))
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
    void eachIsCompiledAndBegunOrRefusedByOneSentenceInTwoSecondsOfProcessorTime()
            throws IOException, InterruptedException {
        List<String> names = List.copyOf(HostileSchemas.all().keySet());
        assertThat(names).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        List<String> lines = lines();
        assertThat(lines).hasSameSizeAs(names);
        for (int i = 0; i < lines.size(); i++) {
            String[] columns = lines.get(i).split("\t", -1);
            assertThat(Double.parseDouble(columns[0])).as(lines.get(i)).isLessThan(SECONDS);
            assertThat(columns[2])
                    .as(names.get(i))
                    .matches("[\"A-Z].*\\.")
                    .doesNotStartWith("FAILED")
                    .hasSizeLessThan(LONGEST_SENTENCE);
        }
    }
}
