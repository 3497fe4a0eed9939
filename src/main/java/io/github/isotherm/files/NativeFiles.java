package io.github.isotherm.files;

import io.github.isotherm.error.LoadFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;

/**
 * A library's native files, unpacked once into a folder of the cache and loaded from there. A file that is not as in the jar
 * ({@link Inventory}) is unpacked anew: the JVM dies of one that was cut. A JVM lets one class loader alone have a file, so each further
 * one gets a copy.
 *
 * @param name what the folder's name begins with
 * @param sources where each file comes from, by its name; not empty
 */
public record NativeFiles(String name, Map<String, URL> sources) {
    private static final String FOLDER = "natives";
    private static final String JNA_FOLDER = "jna.tmpdir";
    private static final String JNA_PATH = "jna.platform.library.path";
    private static final int MOST_COPIES = 64;

    /** Loads the files of a folder. */
    @FunctionalInterface
    public interface Loader {
        /**
         * Loads them.
         *
         * @param folder holds them
         * @throws IOException when they cannot be read
         * @throws UnsatisfiedLinkError when they cannot be loaded
         */
        void load(Path folder) throws IOException;
    }

    /**
     * The system properties that keep JNA, which unpacks itself at each start, in the cache: where that is read-only, among
     * temporary files; where nothing can be written, silent. isotherm runs without it, and then asks the system for no large
     * pages and lets go of memory later. On Linux also where libraries are, as JNA starts a program to ask for that otherwise.
     *
     * @param cache isotherm's cache folder
     * @return values by name
     */
    public static Map<String, String> jnaSettings(Path cache) {
        Map<String, String> settings = new HashMap<>();
        Path folder = home(cache).resolve("jna");
        Path other = temporary().toAbsolutePath();
        boolean inCache = Place.unwritable(folder) == null;
        settings.put(JNA_FOLDER, (inCache ? folder : other).toString());
        if (!inCache && Place.unwritable(other) != null) {
            settings.put("jna.nounpack", "true");
        }
        if (System.getProperty("os.name", "").startsWith("Linux")) {
            settings.put(JNA_PATH, LoaderPath.of(Path.of("/"), System.getProperty("os.arch", "")));
        }
        return settings;
    }

    /**
     * The folder of native files in a cache.
     *
     * @param cache isotherm's cache folder
     * @return a folder, which may not exist
     */
    public static Path home(Path cache) {
        return cache.resolve(FOLDER);
    }

    /**
     * Unpacks and loads: from the cache, or where files cannot be written there or not be executed (a mount with {@code
     * noexec}), from this user's own folder among temporary files.
     *
     * @param cache isotherm's cache folder, created when needed
     * @param loader loads what was unpacked; called again with another folder where the first serves another class loader
     * @throws IOException when they cannot be unpacked
     * @throws UnsatisfiedLinkError when they cannot be loaded, suppressing why another folder was no way out
     */
    public void load(Path cache, Loader loader) throws IOException {
        // Shared by all class loaders of this JVM, each of which has its own copy of this class: interned strings are.
        synchronized (("io.github.isotherm.natives." + name).intern()) {
            Leftovers.sweep(home(cache));
            try {
                loadFrom(home(cache), loader);
            } catch (UnsatisfiedLinkError e) {
                if (!LoadFailure.of(e).isOfTheFolder()) {
                    throw e;
                }
                loadElsewhere(cache, loader, e);
            } catch (IOException e) {
                loadElsewhere(cache, loader, e);
            }
        }
    }

    private <E extends Throwable> void loadElsewhere(Path cache, Loader loader, E first) throws E {
        TemporaryPlace other = TemporaryPlace.in(temporary());
        String refusal = other.folder().equals(cache) ? null : other.refusal();
        if (refusal != null) {
            first.addSuppressed(new IOException(other.folder() + ": " + refusal));
        }
        if (refusal != null || other.folder().equals(cache)) {
            throw first;
        }
        try {
            loadFrom(home(other.folder()), loader);
        } catch (IOException | UnsatisfiedLinkError e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", ""));
    }

    private void loadFrom(Path home, Loader loader) throws IOException {
        for (int copy = 0; ; copy++) {
            Path folder = unpack(home, copy);
            try {
                loader.load(folder);
                return;
            } catch (UnsatisfiedLinkError e) {
                if (copy == MOST_COPIES || !LoadFailure.of(e).isOfAnotherClassLoader()) {
                    throw e;
                }
            }
        }
    }

    /** The folder of a copy, counted from 0, whole. */
    Path unpack(Path home, int copy) throws IOException {
        Path target = home.resolve(name + "-" + version() + (copy == 0 ? "" : "-" + copy));
        Inventory inventory = Inventory.of(target);
        if (isWhole(inventory)) {
            inventory.saveIfPossible();
        } else {
            FolderLock.waiting(target, () -> unpackLocked(target));
        }
        return target;
    }

    /** Another process may have done it meanwhile. Files that are in use stay as they are for who uses them. */
    private Inventory unpackLocked(Path target) throws IOException {
        Inventory inventory = Inventory.of(target);
        for (Map.Entry<String, URL> source : sources.entrySet()) {
            FileSum sum = sum(source.getValue());
            if (!inventory.holds(source.getKey(), sum)) {
                try (InputStream in = source.getValue().openStream()) {
                    WholeFile.inCache(target.resolve(source.getKey())).write(in, sum.bytes());
                }
                inventory.add(source.getKey(), sum);
            }
        }
        inventory.save();
        return inventory;
    }

    private boolean isWhole(Inventory inventory) throws IOException {
        for (Map.Entry<String, URL> source : sources.entrySet()) {
            if (!inventory.holds(source.getKey(), sum(source.getValue()))) {
                return false;
            }
        }
        return true;
    }

    /** Jars have it ready; what is in none is read. */
    private static FileSum sum(URL source) throws IOException {
        URLConnection connection = source.openConnection();
        if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
            JarEntry entry = jar.getJarEntry();
            if (entry.getSize() >= 0 && entry.getCrc() >= 0) {
                return new FileSum(entry.getSize(), entry.getCrc());
            }
        }
        try (InputStream in = connection.getInputStream()) {
            return FileSum.of(in);
        }
    }

    /** Another build of the library has another checksum; jars have it ready. */
    private String version() throws IOException {
        URLConnection connection = sources.values().iterator().next().openConnection();
        if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toString(connection.getContentLengthLong());
    }
}
