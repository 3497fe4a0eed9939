package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The bundled model's weights move while it runs; each in a JVM of its own, as memory that was freed is used again. */
class HugePagesIT {
    /** Before, beside and after the move. */
    @Test
    void logitsAreTheSameToTheBit() throws Exception {
        assumeThat(MemoryAdvice.canCollapse()).isTrue();
        String[] small = run(false);
        String[] huge = run(true);
        assertThat(huge[0]).isEqualTo(small[0]);
        assertThat(Long.parseLong(small[1])).isLessThan(16L << 20);
        assertThat(Long.parseLong(huge[1])).isGreaterThan(64L << 20);
    }

    private static String[] run(boolean hugePages) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        HugePagesRun.class.getName(),
                        Boolean.toString(hugePages)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return said.strip().split(" ");
    }
}
