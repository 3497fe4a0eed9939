package io.github.isotherm.grammar;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data made by others, which is measured with and not published: {@code -Disotherm.data=DIR}, else beside the project. */
public final class SharedData {
    private static final String BESIDE = "shared/data";

    private SharedData() {}

    /** A file or folder of it, which need not be there. */
    public static Path at(String name) {
        String given = System.getProperty("isotherm.data");
        return (given == null ? beside() : Path.of(given)).resolve(name);
    }

    private static Path beside() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(BESIDE))) {
                return at.resolve(BESIDE);
            }
        }
        return Path.of("..", BESIDE);
    }
}
