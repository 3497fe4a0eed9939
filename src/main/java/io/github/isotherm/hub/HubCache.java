package io.github.isotherm.hub;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.Contained;
import io.github.isotherm.files.NamedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of downloaded models in the layout of the Hugging Face hub's cache: {@code models--ORG--NAME/snapshots/COMMIT/}
 * with links into {@code blobs/}, and {@code refs/REVISION} naming the commit. Read only.
 *
 * @param root the folder; it need not exist
 */
public record HubCache(Path root) {
    private static final String FOLDER = "models--";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");

    /** The revision that an id alone means. */
    public static final String MAIN = "main";

    /**
     * Whether a text has the form of a model's id.
     *
     * @param text any text
     * @return true for {@code ORG/NAME}
     */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The caches to look into, in this order: isotherm's own, then Hugging Face's.
     *
     * @param environment where {@code HF_HUB_CACHE}, {@code HF_HOME} and {@code XDG_CACHE_HOME} are looked up
     * @param home the user's home folder
     * @param own isotherm's cache folder
     * @return caches, which may not exist
     */
    public static List<HubCache> all(Map<String, String> environment, Path home, Path own) {
        List<HubCache> caches = new ArrayList<>();
        caches.add(new HubCache(own.resolve("models")));
        caches.add(new HubCache(huggingFace(environment, home)));
        return caches;
    }

    private static Path huggingFace(Map<String, String> environment, Path home) {
        String cache = environment.getOrDefault("HF_HUB_CACHE", "");
        String hub = environment.getOrDefault("HF_HOME", "");
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!cache.isBlank()) {
            return NamedPath.of("HF_HUB_CACHE", cache);
        }
        if (!hub.isBlank()) {
            return NamedPath.of("HF_HOME", hub).resolve("hub");
        }
        return (xdg.isBlank() ? home.resolve(".cache") : NamedPath.of("XDG_CACHE_HOME", xdg))
                .resolve("huggingface")
                .resolve("hub");
    }

    /**
     * Where one model's files are.
     *
     * @param id {@code ORG/NAME}
     * @return its folder in this cache, which may not exist
     */
    public Path folder(String id) {
        return root.resolve(FOLDER + id.replace("/", "--"));
    }

    /**
     * The models of this cache, whole or not.
     *
     * @return ids, sorted; empty when there is no such cache
     * @throws ModelException when the cache cannot be read
     */
    public List<String> ids() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.startsWith(FOLDER))
                    .map(name -> name.substring(FOLDER.length()).replaceFirst("--", "/"))
                    .filter(HubCache::isId)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException("The cache " + root + " cannot be read; check that you may.", e);
        }
    }

    /**
     * The downloaded files of a model.
     *
     * @param id {@code ORG/NAME}
     * @param revision a branch, tag or commit
     * @return the folder of the snapshot, which is below this cache; empty when it was not downloaded
     * @throws ModelException when the cache cannot be read
     */
    public Optional<Path> snapshot(String id, String revision) {
        Path snapshots = folder(id).resolve("snapshots");
        Path reference = folder(id).resolve("refs").resolve(revision);
        try {
            String commit =
                    Files.isRegularFile(reference) ? Files.readString(reference).strip() : revision;
            Path snapshot = Contained.in(snapshots).named(commit, "The commit in " + reference + " is");
            if (Files.isDirectory(snapshot)) {
                return Optional.of(snapshot);
            }
            return revision.equals(MAIN) && Files.isDirectory(snapshots) ? newest(snapshots) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            throw new ModelException("The cache of " + id + " in " + root + " cannot be read; check that you may.", e);
        }
    }

    private static Optional<Path> newest(Path snapshots) throws IOException {
        try (Stream<Path> folders = Files.list(snapshots)) {
            return folders.filter(Files::isDirectory)
                    .max(Comparator.comparingLong(
                                    (Path folder) -> folder.toFile().lastModified())
                            .thenComparing(Comparator.naturalOrder()));
        }
    }
}
