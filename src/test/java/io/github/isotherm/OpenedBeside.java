package io.github.isotherm;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.onnx.RuntimeLoading;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Opens folders while the runtime loads, in a JVM that has not loaded it; {@link RuntimeLoadingIT} reads what it says. */
final class OpenedBeside {
    private OpenedBeside() {}

    /** How often loading is begun before, then the folders. */
    public static void main(String[] arguments) {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            RuntimeLoading.start(CacheFolder.locate());
        }
        for (String folder : Arrays.asList(arguments).subList(1, arguments.length)) {
            System.out.println(opened(Path.of(folder)) + (isLoading() ? " Something is loading still." : ""));
        }
    }

    /** A checksum of its logits, or what is said instead. */
    static String opened(Path folder) {
        try (ModelParts parts = ModelParts.open(folder, EngineOptions.defaults());
                Sequence sequence = parts.model().open()) {
            float[] logits = new float[parts.model().vocabularySize()];
            parts.model()
                    .run(List.of(new Feed(sequence, new int[] {1, 2, 3}, 1)))
                    .copyTo(0, 0, logits);
            return "logits " + Arrays.hashCode(logits);
        } catch (ModelException e) {
            return e.getMessage();
        }
    }

    private static boolean isLoading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("isotherm-natives"));
    }
}
