package io.github.isotherm.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks ONNX Runtime's libraries once into isotherm's cache. Left alone, the runtime unpacks 25 MB into the temporary
 * folder at every start.
 */
final class NativeLibraries {
    /** Where ONNX Runtime looks first, when set. */
    static final String PATH_PROPERTY = "onnxruntime.native.path";

    /** Where JNA unpacks itself, for as long as it runs; left alone, in a folder of the user's. */
    static final String JNA_FOLDER = "jna.tmpdir";

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
    private static final List<String> REQUIRED = List.of("onnxruntime", "onnxruntime4j_jni");
    private static final List<String> OPTIONAL = List.of("onnxruntime_providers_shared");

    /** Accelerator builds load more libraries from beside these; they unpack themselves. */
    private static final String ACCELERATOR = "onnxruntime_providers_cuda";

    private static final String UNFINISHED = ".unpacking-";

    private NativeLibraries() {}

    /** Points ONNX Runtime and JNA to the cache, unless the host application has pointed them somewhere. */
    static void prepare(Path cache) {
        Path natives = cache.resolve("natives");
        if (System.getProperty(JNA_FOLDER) == null) {
            System.setProperty(JNA_FOLDER, natives.resolve("jna").toString());
        }
        if (System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        try {
            unpack(natives).ifPresent(folder -> System.setProperty(PATH_PROPERTY, folder.toString()));
        } catch (IOException e) {
            LOG.debug("No native cache in {}: ONNX Runtime unpacks itself into the temporary folder", cache, e);
        }
    }

    /** The folder of the libraries, empty where there are none for this platform. */
    static Optional<Path> unpack(Path natives) throws IOException {
        URL library = resource(REQUIRED.get(0));
        if (library == null || resource(ACCELERATOR) != null) {
            return Optional.empty();
        }
        Path target = natives.resolve("onnxruntime-" + platform() + "-" + version(library));
        if (!Files.isDirectory(target)) {
            Files.createDirectories(natives);
            unpackLocked(natives, target);
        }
        return Optional.of(target);
    }

    /** One process at a time; so what others have begun and not finished was killed, and is removed. */
    private static void unpackLocked(Path natives, Path target) throws IOException {
        try (FileChannel file = FileChannel.open(
                        natives.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            LOG.trace("Unpacking under {}", lock);
            removeUnfinished(natives);
            if (!Files.isDirectory(target)) {
                Path unfinished = Files.createTempDirectory(natives, UNFINISHED);
                copyAll(unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static void removeUnfinished(Path natives) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(natives, UNFINISHED + "*")) {
            for (Path folder : unfinished) {
                delete(folder);
            }
        }
    }

    private static void copyAll(Path folder) throws IOException {
        for (List<String> names : List.of(REQUIRED, OPTIONAL)) {
            for (String name : names) {
                URL source = resource(name);
                if (source != null) {
                    try (InputStream in = source.openStream()) {
                        Files.copy(in, folder.resolve(fileName(name)));
                    }
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** Another build of the library has another checksum; jars have it ready. */
    private static String version(URL library) throws IOException {
        URLConnection connection = library.openConnection();
        if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toString(connection.getContentLengthLong());
    }

    private static @Nullable URL resource(String library) {
        return NativeLibraries.class.getResource("/ai/onnxruntime/native/" + platform() + "/" + fileName(library));
    }

    private static String fileName(String library) {
        return System.mapLibraryName(library).replace("jnilib", "dylib");
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
        boolean x64 = architecture.equals("amd64") || architecture.equals("x86_64");
        return os + "-" + (x64 ? "x64" : architecture);
    }
}
