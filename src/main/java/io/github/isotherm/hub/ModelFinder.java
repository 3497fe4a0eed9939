package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.files.NamedPath;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a model's folder. Reads the file system, never the network. */
public final class ModelFinder {
    /** The environment variable that names a model's folder. */
    public static final String VARIABLE = "ISOTHERM_MODEL";

    /** The folder name of the bundled model. */
    public static final String BUNDLED = "smollm2-135m-instruct";

    private ModelFinder() {}

    /**
     * The folder to open.
     *
     * @param asked the folder or graph the user named, or the id {@code ORG/NAME} of a downloaded model, or null
     * @param environment where {@value #VARIABLE} is looked up when the user named none
     * @return the named folder or file, else the variable's, else the bundled one
     * @throws ModelException when there is none
     */
    public static Path find(@Nullable String asked, Map<String, String> environment) {
        String variable = environment.get(VARIABLE);
        if (asked != null) {
            return existing(Path.of(asked), asked, "", environment);
        }
        return variable != null && !variable.isEmpty()
                ? existing(NamedPath.of(VARIABLE, variable), variable, ", which " + VARIABLE + " names", environment)
                : bundled();
    }

    private static Path existing(Path folder, String named, String by, Map<String, String> environment) {
        if (Files.exists(folder)) {
            return folder;
        }
        boolean id = HubCache.isId(named);
        List<HubCache> caches = id ? caches(environment) : List.of();
        return caches.stream()
                .flatMap(cache -> cache.snapshot(named, HubCache.MAIN).stream())
                .findFirst()
                .orElseThrow(() -> new ModelException("There is no model folder \"" + named + "\"" + by
                        + (id
                                ? ", nor a downloaded model of that id; download it with HubDownload.pull or the command"
                                        + " java -jar isotherm.jar pull " + named + "."
                                : "; give the folder that holds model.onnx.")));
    }

    private static List<HubCache> caches(Map<String, String> environment) {
        return HubCache.all(environment, Path.of(System.getProperty("user.home", "")), CacheFolder.toRead(environment));
    }

    /**
     * The bundled model: on the class path (unpacked once into the cache), else in {@code models/} beside the folder of
     * this code's jar, else in {@code ./models}.
     *
     * @return its folder
     * @throws ModelException when it is in none of these places
     */
    public static Path bundled() {
        return ModelJar.find(BUNDLED, CacheFolder::locate).orElseGet(ModelFinder::bundledBeside);
    }

    private static Path bundledBeside() {
        List<Path> places = new ArrayList<>();
        Path home = codeFolder();
        if (home != null) {
            for (Path up = home; up != null && places.size() < 2; up = up.getParent()) {
                places.add(up.resolve("models").resolve(BUNDLED));
            }
        }
        places.add(Path.of("models", BUNDLED));
        return places.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new ModelException("The bundled model " + BUNDLED
                        + " was not found on the class path, nor in "
                        + String.join(", ", places.stream().map(Path::toString).toList())
                        + "; add the dependency io.github.isotherm:isotherm with the classifier " + BUNDLED
                        + ", or name a model's folder: to the builder's modelPath, to LocalModel.open, or in the environment"
                        + " variable " + VARIABLE
                        + ", which builders and LocalModel.openDefault read; in a command with"
                        + " --model."));
    }

    private static @Nullable Path codeFolder() {
        CodeSource source = ModelFinder.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath().getParent();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }
}
