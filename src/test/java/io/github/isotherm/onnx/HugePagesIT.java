package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.argmax;
import static io.github.isotherm.onnx.Models.feed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.CacheFolder;
import io.github.isotherm.hub.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bundled model's weights move while it runs. */
class HugePagesIT {
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");
    private static final int STEPS = WeightPages.RUNS + 200;

    /** Before, beside and after the move. */
    @Test
    void logitsAreTheSameToTheBit() throws IOException {
        assumeThat(MemoryAdvice.canCollapse()).isTrue();
        assertThat(hashes(true)).isEqualTo(hashes(false));
    }

    /** What others of this JVM have on huge pages stays there. */
    private static int[] hashes(boolean hugePages) throws IOException {
        long others = hugeBytes();
        try (OnnxModel model = open(hugePages);
                Sequence sequence = model.open()) {
            float[] logits = feed(model, sequence, 1, 2, 3);
            int[] hashes = new int[STEPS];
            for (int i = 0; i < STEPS; i++) {
                logits = feed(model, sequence, argmax(logits));
                hashes[i] = Arrays.hashCode(logits);
            }
            long moved = hugeBytes() - others;
            if (hugePages) {
                assertThat(moved).isGreaterThan(32L << 20);
            } else {
                assertThat(moved).isLessThan(16L << 20);
            }
            return hashes;
        }
    }

    private static OnnxModel open(boolean hugePages) {
        ModelFolder files = ModelFolder.open(Models.BUNDLED);
        OnnxOptions options = OnnxOptions.defaults().withThreads(1).withHugePages(hugePages);
        return OnnxModel.open(files.modelFile(), Models.hints(files), options, CacheFolder.locate());
    }

    private static long hugeBytes() throws IOException {
        return Files.readAllLines(ROLLUP).stream()
                .filter(line -> line.startsWith("AnonHugePages:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
