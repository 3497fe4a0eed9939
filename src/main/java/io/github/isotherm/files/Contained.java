package io.github.isotherm.files;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.ShownText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for paths that come with a model, in a file of it or as a link: they stay inside the model's folder. A link may
 * also lead into the cache of the Hugging Face hub that holds the folder, which keeps contents among blobs: into the same
 * repository ({@code …/models--ORG--NAME/snapshots/COMMIT}) or another one beside it.
 *
 * @param folder what names are resolved against
 * @param root what links may lead into; the folder or one above it
 */
public record Contained(Path folder, Path root) {
    private static final String SNAPSHOTS = "snapshots";
    private static final String REPOSITORY = "models--";
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final List<String> DESCRIPTIONS = List.of("config.json", "genai_config.json", "tokenizer.json");

    /**
     * What a model's folder contains.
     *
     * @param folder the model's folder
     * @return the rule for it
     */
    public static Contained in(Path folder) {
        return new Contained(folder, folder);
    }

    /**
     * What may come with a graph: names are below its own folder, links may lead to where its model is described, which may be the
     * folder above one named {@code onnx}.
     *
     * @param graph the graph's file
     * @return the rule for it
     */
    public static Contained with(Path graph) {
        Path folder = Objects.requireNonNull(graph.toAbsolutePath().getParent());
        Path above = folder.endsWith("onnx") ? folder.getParent() : null;
        return above != null && DESCRIPTIONS.stream().anyMatch(name -> Files.exists(above.resolve(name)))
                ? new Contained(folder, above)
                : in(folder);
    }

    /**
     * A file that another file names.
     *
     * @param name as it is written there: relative, with {@code /}
     * @param place where it is written, as the begin of a sentence: subject and verb
     * @return its path, whether there is such a file or not
     * @throws ModelException when the name or a link leads out
     */
    public Path named(String name, String place) {
        Path file = below(name);
        if (file == null) {
            throw new ModelException(
                    place + " \"" + ShownText.value(name) + "\" but it must be the name of a file in the folder "
                            + folder + "; correct it, or use another export of the model.");
        }
        return inside(file);
    }

    /** Null where the name leads out, on this system or on another one; ONNX Runtime takes some with stars for places in memory. */
    private @Nullable Path below(String name) {
        String usual = name.replace('\\', '/');
        boolean isNone = name.indexOf('\0') >= 0 || name.indexOf('*') >= 0;
        if (usual.startsWith("/") || DRIVE.matcher(name).matches() || isNone) {
            return null;
        }
        try {
            Path way = Path.of(usual).normalize();
            boolean out =
                    way.isAbsolute() || way.startsWith("..") || way.toString().isEmpty();
            return out ? null : folder.resolve(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * A file of the folder, by a name that isotherm knows.
     *
     * @param file below the folder
     * @return the same
     * @throws ModelException when it is a link, or behind one, that leads out
     */
    public Path inside(Path file) {
        try {
            if (Files.exists(file)) {
                Path real = file.toRealPath();
                Path home = root.toRealPath();
                if (!real.startsWith(home) && !isInHubOf(home, real)) {
                    throw new ModelException(file + " is a link that leads out of the model's folder, to " + real
                            + "; copy the file into the folder, or name the folder that it is in.");
                }
            }
            return file;
        } catch (IOException e) {
            throw new ModelException(
                    file + " cannot be followed to the file it stands for; check its links and that you may read it.",
                    e);
        }
    }

    private static boolean isInHubOf(Path home, Path real) {
        Path repository = repository(home);
        if (repository == null || real.startsWith(repository)) {
            return repository != null;
        }
        Path hub = repository.getParent();
        return hub != null
                && isRepository(repository)
                && real.startsWith(hub)
                && isRepository(hub.relativize(real).getName(0));
    }

    /** Whether a file is in a repository of a hub's cache, by its place. */
    static boolean isInHub(Path file) {
        return repository(file.toAbsolutePath().normalize()) != null;
    }

    private static @Nullable Path repository(Path home) {
        for (Path up = home; up != null; up = up.getParent()) {
            Path above = up.getParent();
            if (above != null && above.endsWith(SNAPSHOTS)) {
                return above.getParent();
            }
        }
        return null;
    }

    private static boolean isRepository(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(REPOSITORY);
    }
}
