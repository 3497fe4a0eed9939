package io.github.isotherm.files;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that the user names; it may be read-only where there is something to read. */
record NamedPlace(Path folder) implements Place {
    @Override
    public @Nullable String refusal() {
        return Files.isDirectory(folder) && Files.isReadable(folder) ? null : Place.unwritable(folder);
    }
}
