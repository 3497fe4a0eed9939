package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.argmax;
import static io.github.isotherm.onnx.Models.feed;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Decodes greedily, and prints the hash of all logits and how many bytes lie on huge pages; {@link HugePagesIT} compares. */
final class HugePagesRun {
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");

    /** The move pauses between pages; it is over then. */
    private static final int STEPS = WeightPages.RUNS + 300;

    private HugePagesRun() {}

    public static void main(String[] arguments) throws IOException {
        EngineOptions options =
                EngineOptions.defaults().withThreads(1).withHugePages(Boolean.parseBoolean(arguments[0]));
        try (OnnxModel model = Models.open(Models.BUNDLED, options);
                Sequence sequence = model.open()) {
            float[] logits = feed(model, sequence, 1, 2, 3);
            int hash = 0;
            for (int i = 0; i < STEPS; i++) {
                logits = feed(model, sequence, argmax(logits));
                hash = 31 * hash + Arrays.hashCode(logits);
            }
            System.out.println(hash + " " + hugeBytes());
        }
    }

    private static long hugeBytes() throws IOException {
        return Files.readAllLines(ROLLUP).stream()
                .filter(line -> line.startsWith("AnonHugePages:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
