package io.github.isotherm.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.ClassLoaderUtils;
import io.github.isotherm.files.NativeFiles;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles where the tokenizers library is loaded from and that it calls nobody, before its first class loads. */
final class NativeTokenizers {
    private static final Logger LOG = LoggerFactory.getLogger(NativeTokenizers.class);

    /** Loads the native part as it initialises, from {@link #OVERRIDE} where that is set. */
    private static final String LOADING_CLASS = "ai.djl.huggingface.tokenizers.jni.LibUtils";

    private static final String OVERRIDE = "RUST_LIBRARY_PATH";
    private static final String FOLDER = "DJL_CACHE_DIR";

    /** With any of them, the host application says where the library is, or is to unpack itself. */
    private static final List<String> PLACES = List.of(OVERRIDE, "ENGINE_CACHE_DIR", FOLDER);

    private static final String LIBRARY = System.mapLibraryName("tokenizers");

    /** What the Windows library needs, in the order of loading. */
    private static final List<String> BEFORE_ON_WINDOWS =
            List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

    private static boolean prepared;

    private NativeTokenizers() {}

    /**
     * Sets what the host application has not set, as property or in the environment, and loads the native part. Acts once.
     *
     * @throws IOException when the native part cannot be unpacked
     * @throws LinkageError when it cannot be loaded
     */
    static synchronized void prepare(Path cache) throws IOException {
        if (prepared) {
            return;
        }
        String natives = NativeFiles.home(cache).toString();
        boolean placed = PLACES.stream().anyMatch(name -> isSet(name) && !natives.equals(System.getProperty(name)));
        missing(cache, NativeTokenizers::isSet).forEach(System::setProperty);
        Optional<NativeFiles> files = placed || !isOfOneClassLoader() ? Optional.empty() : files();
        if (files.isPresent()) {
            files.get().load(cache, NativeTokenizers::load);
        }
        prepared = true;
    }

    private static boolean isSet(String name) {
        return System.getProperty(name) != null || System.getenv(name) != null;
    }

    /** The settings that the host application leaves to us. */
    static Map<String, String> missing(Path cache, Predicate<String> isSet) {
        Map<String, String> missing = new TreeMap<>(settings(cache));
        missing.keySet().removeIf(isSet);
        return missing;
    }

    private static Map<String, String> settings(Path cache) {
        Map<String, String> settings = new TreeMap<>(NativeFiles.jnaSettings(cache));
        settings.put("ai.djl.offline", "true");
        settings.put("OPT_OUT_TRACKING", "true");
        settings.put("RUST_FLAVOR", "cpu");
        settings.put(FOLDER, NativeFiles.home(cache).toString());
        return settings;
    }

    /** A native library belongs to the class loader of who loads it, which {@link ClassLoaderUtils} does here. */
    private static boolean isOfOneClassLoader() {
        return HuggingFaceTokenizer.class.getClassLoader() == ClassLoaderUtils.class.getClassLoader();
    }

    /**
     * Loads as the library would, and can be called again with another folder; then has the library find it loaded. The
     * property stands for a moment only, as it is of the whole JVM and other class loaders want other folders.
     */
    private static void load(Path folder) {
        if (LIBRARY.endsWith(".dll")) {
            BEFORE_ON_WINDOWS.forEach(name -> loadFile(folder.resolve(name)));
        }
        loadFile(folder.resolve(LIBRARY));
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        System.setProperty(OVERRIDE, folder.resolve(LIBRARY).toString());
        // It looks for its own resources there.
        thread.setContextClassLoader(HuggingFaceTokenizer.class.getClassLoader());
        try {
            Class.forName(LOADING_CLASS, true, HuggingFaceTokenizer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            LOG.debug("The tokenizers library has no class {} and loads itself", LOADING_CLASS, e);
        } finally {
            thread.setContextClassLoader(context);
            System.clearProperty(OVERRIDE);
        }
    }

    /** {@code System.load} by a class of the library's class loader. */
    private static void loadFile(Path file) {
        try {
            ClassLoaderUtils.nativeLoad(System.class.getName(), file.toString());
        } catch (IllegalArgumentException e) {
            throw linkError(e);
        }
    }

    private static RuntimeException linkError(IllegalArgumentException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError error) {
                throw error;
            }
        }
        return e;
    }

    /** The files of the library, empty where there are none for this platform. */
    static Optional<NativeFiles> files() {
        Map<String, URL> sources = new LinkedHashMap<>();
        put(sources, LIBRARY);
        if (LIBRARY.endsWith(".dll")) {
            BEFORE_ON_WINDOWS.forEach(name -> put(sources, name));
        }
        return sources.containsKey(LIBRARY)
                ? Optional.of(new NativeFiles("tokenizers-" + platform(), sources))
                : Optional.empty();
    }

    private static void put(Map<String, URL> sources, String name) {
        URL source = resource(name);
        if (source != null) {
            sources.put(name, source);
        }
    }

    private static @Nullable URL resource(String name) {
        return HuggingFaceTokenizer.class.getResource("/native/lib/" + platform() + "/cpu/" + name);
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
        return os + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }
}
