package io.github.isotherm.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The one folder isotherm writes to on its own account: native libraries, unpacked and downloaded models. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The cache of this user: {@code $ISOTHERM_HOME}, else the platform's own place ({@code $XDG_CACHE_HOME/isotherm} or
     * {@code ~/.cache/isotherm}, {@code ~/Library/Caches/isotherm}, {@code %LOCALAPPDATA%\isotherm}). Creates nothing.
     *
     * @return an absolute path, which may not exist yet
     */
    public static Path locate() {
        return locate(System.getenv());
    }

    /**
     * The cache of this user, with other environment variables than the process has.
     *
     * @param environment the variables
     * @return an absolute path, which may not exist yet
     */
    public static Path locate(Map<String, String> environment) {
        return locate(environment, System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    static Path locate(Map<String, String> environment, String system, String home) {
        String own = environment.getOrDefault("ISOTHERM_HOME", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return under(environment.getOrDefault("LOCALAPPDATA", ""), Path.of(home, "AppData", "Local"));
        }
        if (name.startsWith("mac")) {
            return under("", Path.of(home, "Library", "Caches"));
        }
        return under(environment.getOrDefault("XDG_CACHE_HOME", ""), Path.of(home, ".cache"));
    }

    private static Path under(String chosen, Path usual) {
        Path base = chosen.isBlank() ? usual : Path.of(chosen);
        return base.resolve("isotherm").toAbsolutePath();
    }
}
