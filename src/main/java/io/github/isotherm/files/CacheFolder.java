package io.github.isotherm.files;

import io.github.isotherm.error.ModelException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one folder isotherm writes to on its own account: native libraries, unpacked and downloaded models. The first of these
 * places that can be used, never one below the working folder unless the user names it:
 *
 * <ol>
 *   <li>the system property {@code isotherm.home}, else the environment variable {@code ISOTHERM_HOME}; where either is set,
 *       no other place is tried. What is there may be read-only if it was filled before;
 *   <li>{@code $XDG_CACHE_HOME/isotherm} (Linux), {@code ~/Library/Caches/isotherm} (macOS), {@code %LOCALAPPDATA%\isotherm}
 *       (Windows);
 *   <li>{@code ~/.cache/isotherm}, of the home folder that the JVM knows, then of {@code $HOME};
 *   <li>{@code isotherm-UID} in the temporary folder ({@code java.io.tmpdir}), made for this user alone.
 * </ol>
 */
public final class CacheFolder {
    /** The environment variable that names the folder. */
    public static final String VARIABLE = "ISOTHERM_HOME";

    /** The system property that names the folder, before the variable. */
    public static final String PROPERTY = "isotherm.home";

    private static final String NAME = "isotherm";

    private CacheFolder() {}

    /**
     * The cache of this user.
     *
     * @return an absolute path, which may not exist yet
     * @throws ModelException when none of the places can be used, naming each
     */
    public static Path locate() {
        return locate(System.getenv());
    }

    /**
     * The cache of this user, with other environment variables than the process has.
     *
     * @param environment the variables
     * @return an absolute path, which may not exist yet
     * @throws ModelException when none of the places can be used, naming each
     */
    public static Path locate(Map<String, String> environment) {
        return locate(environment, Host.current());
    }

    /**
     * The cache of this user for those who only look what is there.
     *
     * @param environment the variables
     * @return the place that is used; where none can be, the one that would come first
     */
    public static Path toRead(Map<String, String> environment) {
        List<Place> places = places(environment, Host.current());
        return places.stream()
                .filter(place -> place.refusal() == null)
                .findFirst()
                .orElse(places.get(0))
                .folder();
    }

    static Path locate(Map<String, String> environment, Host host) {
        List<String> refused = new ArrayList<>();
        for (Place place : places(environment, host)) {
            String refusal = place.refusal();
            if (refusal == null) {
                return place.folder();
            }
            refused.add(place.folder() + " (" + refusal + ")");
        }
        throw new ModelException("isotherm has no folder that it can write to: tried " + String.join(", ", refused)
                + "; set " + VARIABLE + " (or -D" + PROPERTY + ") to a folder that this user may write to.");
    }

    private static List<Place> places(Map<String, String> environment, Host host) {
        String named = host.property().isBlank() ? environment.getOrDefault(VARIABLE, "") : host.property();
        if (!named.isBlank()) {
            return List.of(new NamedPlace(NamedPath.of(host.property().isBlank() ? VARIABLE : "-D" + PROPERTY, named)
                    .toAbsolutePath()));
        }
        List<Place> places = new ArrayList<>();
        usual(environment, host).forEach(folder -> places.add(new UsualPlace(folder)));
        places.add(TemporaryPlace.in(Path.of(host.temporary())));
        return places;
    }

    /** Without repetition, in order. */
    private static List<Path> usual(Map<String, String> environment, Host host) {
        String home = host.home();
        String name = host.system().toLowerCase(Locale.ROOT);
        List<Path> folders = new ArrayList<>();
        if (name.startsWith("windows")) {
            add(folders, environment.getOrDefault("LOCALAPPDATA", ""));
            add(folders, home, "AppData", "Local");
        } else if (name.startsWith("mac")) {
            add(folders, home, "Library", "Caches");
        } else {
            add(folders, environment.getOrDefault("XDG_CACHE_HOME", ""));
            add(folders, home, ".cache");
            add(folders, environment.getOrDefault("HOME", ""), ".cache");
        }
        return folders;
    }

    private static void add(List<Path> folders, String base, String... below) {
        Path folder = base.isBlank() ? null : below(base, below);
        if (folder != null && !folders.contains(folder)) {
            folders.add(folder);
        }
    }

    /** Null where the locale of this process cannot write the name of the home folder. */
    private static @Nullable Path below(String base, String... below) {
        try {
            return Path.of(base, below).resolve(NAME);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * What the JVM knows of its host.
     *
     * @param property the value of the property {@value #PROPERTY}, empty when unset
     * @param system the operating system, as {@code os.name} has it
     * @param home the user's home folder, as {@code user.home} has it: {@code ?} where there is none
     * @param temporary the folder for temporary files
     */
    record Host(String property, String system, String home, String temporary) {
        static Host current() {
            return new Host(
                    System.getProperty(PROPERTY, ""),
                    System.getProperty("os.name", ""),
                    System.getProperty("user.home", ""),
                    System.getProperty("java.io.tmpdir", ""));
        }
    }
}
