package io.github.isotherm.files;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that may become isotherm's cache. */
interface Place {
    /** The folder, which may not exist. */
    Path folder();

    /** Why it cannot be the cache, as a phrase; null when it can. */
    @Nullable
    String refusal();

    /** Why nothing can be made in a folder, or null: the folder itself is looked at, else what it would be made in. */
    static @Nullable String unwritable(Path folder) {
        for (Path up = folder; up != null; up = up.getParent()) {
            if (Files.exists(up)) {
                String which = up.equals(folder) ? "it" : up.toString();
                if (!Files.isDirectory(up)) {
                    return which + " is a file";
                }
                return Files.isWritable(up) ? null : which + " cannot be written to";
            }
        }
        return "it has no folder to be made in";
    }
}
