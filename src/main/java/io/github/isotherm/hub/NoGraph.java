package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what a folder without a graph has instead, and what to do about it. */
final class NoGraph {
    /** Exports for several kinds of processor lie this deep in their repositories. */
    private static final int DEPTH = 4;

    private static final int MOST_FOLDERS = 4;
    private static final int MOST_FILES = 10_000;

    private NoGraph() {}

    static ModelException in(Path folder) {
        List<Path> files = files(folder);
        List<Path> graphs = files.stream().filter(ModelFiles::isGraph).toList();
        if (!graphs.isEmpty()) {
            return new ModelException(folder + " holds no ONNX model itself, but its folders do; name one of them: "
                    + graphs.stream()
                            .map(graph -> folder.relativize(Objects.requireNonNull(graph.getParent()))
                                    .toString())
                            .distinct()
                            .sorted()
                            .limit(MOST_FOLDERS)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        for (String format : List.of("gguf", "safetensors")) {
            if (files.stream().anyMatch(file -> file.toString().endsWith("." + format))) {
                return new ModelException(folder + " holds a model in the format " + format
                        + " but it must be in ONNX; name the folder of an ONNX export of the model.");
            }
        }
        return new ModelException(
                folder + " holds no ONNX model: there is no genai_config.json, model.onnx or onnx/model*.onnx in it;"
                        + " name the folder of an exported model.");
    }

    /** Some of the files; a large folder that is no model's is not searched to its end. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.limit(MOST_FILES).filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
