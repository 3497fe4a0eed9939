package io.github.isotherm.serve;

import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelInspection;
import io.github.isotherm.error.Checks;
import io.github.isotherm.hub.ModelFolder;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A model that can be opened when it is asked for.
 *
 * @param name what requests call it, not empty
 * @param bytes what its weights take, ≥ 0
 * @param opening opens it; the server closes it
 */
public record ModelSource(String name, long bytes, Supplier<LocalModel> opening) {
    /** Checks the ranges. */
    public ModelSource {
        if (name.isBlank()) {
            throw Checks.invalid("--model", "without a name", "NAME=DIR with a name before the =");
        }
        if (bytes < 0) {
            throw Checks.invalid("bytes", Long.toString(bytes), "at least 0");
        }
    }

    /**
     * A model in a folder, as large as its files.
     *
     * @param name what requests call it
     * @param place its folder, or one of the graphs in it
     * @param opening opens it
     * @return the source; nothing of it is loaded
     * @throws io.github.isotherm.error.ModelException when there is no graph
     */
    public static ModelSource of(String name, Path place, Supplier<LocalModel> opening) {
        Path graph = ModelFolder.open(place).modelFile();
        long bytes = graph.toFile().length();
        for (String weights : ModelInspection.weightNames(graph)) {
            bytes += graph.resolveSibling(weights).toFile().length();
        }
        return new ModelSource(name, bytes, opening);
    }
}
