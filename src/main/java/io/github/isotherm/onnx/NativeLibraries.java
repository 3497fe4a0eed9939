package io.github.isotherm.onnx;

import io.github.isotherm.files.NativeFiles;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads ONNX Runtime's libraries from isotherm's cache. Left alone, the runtime unpacks 25 MB into the temporary folder at
 * every start.
 */
final class NativeLibraries {
    /** Where ONNX Runtime looks first, when set. */
    static final String PATH_PROPERTY = "onnxruntime.native.path";

    static final List<String> REQUIRED = List.of("onnxruntime", "onnxruntime4j_jni");
    private static final List<String> OPTIONAL = List.of("onnxruntime_providers_shared");

    /** What host applications set for one library, to its file or to do without. */
    private static final List<String> ENDS_OF_PROPERTIES = List.of(".path", ".skip");

    /** Accelerator builds load more libraries from beside these; they unpack themselves. */
    private static final String ACCELERATOR = "onnxruntime_providers_cuda";

    private NativeLibraries() {}

    /** Keeps JNA in the cache, unless the host application has pointed it somewhere. */
    static void prepareJna(Path cache) {
        NativeFiles.jnaSettings(cache).forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * Loads them, unless the host application says where they are, or there are none for this platform: then the runtime does,
     * and says what is missing.
     */
    static void load(Path cache) throws IOException {
        Optional<NativeFiles> files = isPlacedByTheHost() ? Optional.empty() : files();
        if (files.isPresent()) {
            files.get().load(cache, RuntimeStart::load);
        }
    }

    static boolean isPlacedByTheHost() {
        return System.getProperty(PATH_PROPERTY) != null
                || REQUIRED.stream()
                        .anyMatch(library -> ENDS_OF_PROPERTIES.stream()
                                .anyMatch(end -> System.getProperty("onnxruntime.native." + library + end) != null));
    }

    /** The files of the libraries, empty where there are none for this platform. */
    static Optional<NativeFiles> files() {
        if (resource(REQUIRED.get(0)) == null || resource(ACCELERATOR) != null) {
            return Optional.empty();
        }
        Map<String, URL> sources = new LinkedHashMap<>();
        for (List<String> names : List.of(REQUIRED, OPTIONAL)) {
            for (String name : names) {
                URL source = resource(name);
                if (source != null) {
                    sources.put(fileName(name), source);
                }
            }
        }
        return Optional.of(new NativeFiles("onnxruntime-" + platform(), sources));
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
