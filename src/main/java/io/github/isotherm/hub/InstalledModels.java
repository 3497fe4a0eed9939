package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the models that open without a network. */
public final class InstalledModels {
    private static final List<String> SOURCES = List.of("isotherm", "hugging face");

    private InstalledModels() {}

    /**
     * The bundled model, where there is one, and what the caches hold: models with an ONNX graph only.
     *
     * @param environment where the caches' places are looked up
     * @param home the user's home folder
     * @return models, by place and name
     * @throws ModelException when a cache cannot be read
     */
    public static List<InstalledModel> list(Map<String, String> environment, Path home) {
        List<InstalledModel> models = new ArrayList<>();
        bundled().ifPresent(models::add);
        List<HubCache> caches = HubCache.all(environment, home, CacheFolder.toRead(environment));
        for (int i = 0; i < caches.size(); i++) {
            HubCache cache = caches.get(i);
            String source = SOURCES.get(i);
            cache.ids()
                    .forEach(id -> cache.snapshot(id, HubCache.MAIN)
                            .filter(InstalledModels::hasGraph)
                            .ifPresent(path -> models.add(new InstalledModel(id, source, path, bytes(path)))));
        }
        return models;
    }

    private static Optional<InstalledModel> bundled() {
        try {
            Path path = ModelFinder.bundled().toAbsolutePath();
            return Optional.of(new InstalledModel(ModelFinder.BUNDLED, "bundled", path, bytes(path)));
        } catch (ModelException e) {
            return Optional.empty();
        }
    }

    private static boolean hasGraph(Path folder) {
        return files(folder).stream().anyMatch(file -> file.toString().endsWith(".onnx"));
    }

    private static long bytes(Path folder) {
        return files(folder).stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /** Links to blobs count as files, links to folders are not followed. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new ModelException("The model folder " + folder + " cannot be read; check that you may.", e);
        }
    }
}
