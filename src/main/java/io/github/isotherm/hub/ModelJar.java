package io.github.isotherm.hub;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.files.CacheFolder;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A model folder on the class path: in a jar of its own, or unpacked by a build tool. */
final class ModelJar {
    private static final String GRAPH = "/model.onnx";

    private ModelJar() {}

    /**
     * The folder of a model on the class path of this thread or of this code.
     *
     * @param name the folder's name in the jar
     * @param cache tells where a jar is unpacked, once; asked only where there is a jar
     */
    static Optional<Path> find(String name, Supplier<Path> cache) {
        return Stream.of(Thread.currentThread().getContextClassLoader(), ModelJar.class.getClassLoader())
                .filter(Objects::nonNull)
                .distinct()
                .map(loader -> loader.getResource(name + GRAPH))
                .filter(Objects::nonNull)
                .findFirst()
                .map(graph -> folder(graph, name, cache));
    }

    private static Path folder(URL graph, String name, Supplier<Path> cache) {
        try {
            if (graph.getProtocol().equals("file")) {
                return Objects.requireNonNull(Path.of(toUri(graph)).getParent());
            }
            URLConnection connection = graph.openConnection();
            connection.setUseCaches(false);
            if (connection instanceof JarURLConnection inJar) {
                try (JarFile jar = inJar.getJarFile()) {
                    String entry = inJar.getEntryName();
                    String prefix = entry.substring(0, entry.length() - GRAPH.length() + 1);
                    return unpacked(new ModelUnpacking(jar, prefix, cache.get().resolve("bundled")), name);
                }
            }
            throw new ModelException("The bundled model at " + graph + " is in no jar; put it into a jar or a folder.");
        } catch (IOException e) {
            throw new ModelException("The bundled model at " + graph + " cannot be read; check its jar.", e);
        }
    }

    private static Path unpacked(ModelUnpacking model, String name) {
        try {
            return model.folder(name);
        } catch (IOException e) {
            String begin = "The bundled model cannot be unpacked ";
            throw e instanceof UnwrittenFileException
                    ? new ModelException(
                            begin + "into " + model.home() + " (" + e.getMessage() + "); set " + CacheFolder.VARIABLE
                                    + " to a folder that this user may write to and that has room.",
                            e)
                    : new ModelException(
                            begin + "from " + model.jar().getName() + " (" + Fault.reason(e)
                                    + "); put a whole copy of that jar in its place.",
                            e);
        }
    }

    private static URI toUri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
